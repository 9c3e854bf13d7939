"""Esri's Wayback archive: its dated releases, and when the pictures of a place were taken.

A release's date is when Esri published it. Its pictures are older, each by another span, and many are the
same in many releases; when they were taken is asked of the release's metadata service. Method: Esri's own
@esri/wayback-core (Apache-2.0). The metadata are sometimes wrong (Esri/wayback issue 77).
"""

import json
import logging
import re
import threading
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from imagery.errors import ImageryError, SourceUnavailable
from imagery.messages import message as _
from imagery.presets import find_preset
from imagery.readers.base import UNKNOWN_DATES, CaptureDates
from imagery.readers.capture_dates import EARLIEST
from imagery.readers.rate_limit import shared_rate_limit
from imagery.readers.tile_client import TileClient
from imagery.readers.url_template import TemplateError, check_service_address, check_template
from imagery.template_dialects import plain_template
from ml.tiles import Tile

logger = logging.getLogger(__name__)

CONFIG_URL = "https://s3-us-west-2.amazonaws.com/config.maptiles.arcgis.com/waybackconfig.json"
PRESET = "esri-wayback"
MAX_CONFIG_BYTES = 4 * 1024 * 1024
MAX_METADATA_BYTES = 1024 * 1024
KEPT_S = 3600.0
PAUSE_S = 60.0
DEEPEST, SHALLOWEST = 23, 10
"""Zooms of the metadata service's first and last layer."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_RELEASED = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_NUMBER = re.compile(r"/tile/(\d+)/")
_silent_until: dict[str, float] = {}
_kept: dict[str, tuple[float, list["Release"]]] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class Release:
    """`url` is a tile template; `released` is when Esri published it, not when anything was taken."""

    number: int
    released: date
    url: str
    metadata_url: str

    def fields(self) -> dict[str, Any]:
        """Columns of an `ImagerySource` for this release, without a slug."""
        preset = find_preset(PRESET)
        assert preset is not None  # noqa: S101 - it is in this package
        return {**preset.fields(str(self.number)), "name": f"{preset.name} {self.released}", "url": self.url}


def list_releases(config_url: str = CONFIG_URL) -> list[Release]:
    """The releases, newest first. Asks Esri, so only workers may call it; kept for an hour in each process.

    Raises `SourceUnavailable` or `BadPicture` as the client does, and for another kind of answer.
    """
    with _lock:
        since, releases = _kept.get(config_url, (0.0, []))
    if releases and time.monotonic() - since < KEPT_S:
        return releases
    pace = shared_rate_limit("esri-wayback", 5.0)
    releases = parse_releases(TileClient(pace).fetch_bytes(config_url, MAX_CONFIG_BYTES))
    with _lock:
        _kept[config_url] = (time.monotonic(), releases)
    return releases


def parse_releases(content: bytes) -> list[Release]:
    """The releases in Esri's configuration, newest first; entries that cannot be used are left out.

    Raises `SourceUnavailable` when there is none.
    """
    found = _json(content)
    entries = found.items() if isinstance(found, dict) else []
    releases = [release for number, entry in entries if (release := _release(number, entry))]
    if not releases:
        raise SourceUnavailable(
            _(
                "Esri’s list of Wayback releases cannot be read; "
                "try again later, or paste a release’s address."
            )
        )
    return sorted(releases, key=lambda release: release.released, reverse=True)


def release_number(url: str) -> int | None:
    """The number in a release's tile template."""
    found = _NUMBER.search(url)
    return int(found[1]) if found else None


def capture_dates(client: TileClient, release: Release, tile: Tile, zoom: int) -> CaptureDates:
    """When the pictures within a tile were taken, as Esri says; `zoom` is that of the pictures.

    Unknown when the service does not answer: a missing date must not cost the tile. It is then left alone for
    a minute, so that it does not slow every tile down.
    """
    if time.monotonic() < _silent_until.get(release.metadata_url, 0.0):
        return UNKNOWN_DATES
    layer = DEEPEST - min(max(zoom, SHALLOWEST), DEEPEST)
    query = {
        "f": "json",
        "where": "1=1",
        "outFields": "SRC_DATE2",
        "geometryType": "esriGeometryEnvelope",
        "geometry": ",".join(f"{edge:.7f}" for edge in tile.bounds),
        "inSR": "4326",
        "spatialRel": "esriSpatialRelIntersects",
        "returnGeometry": "false",
    }
    try:
        address = f"{release.metadata_url}/{layer}/query?{urlencode(query)}"
        return parse_capture_dates(client.fetch_bytes(address, MAX_METADATA_BYTES))
    except ImageryError as error:
        _silent_until[release.metadata_url] = time.monotonic() + PAUSE_S
        logger.warning("No capture dates of Wayback release %d for tile %s: %s", release.number, tile, error)
        return UNKNOWN_DATES


def parse_capture_dates(content: bytes) -> CaptureDates:
    """The first and last date of the features in the metadata service's answer."""
    found = _json(content)
    features = found.get("features") if isinstance(found, dict) else None
    days = [day for feature in features or [] if (day := _day_of(feature))]
    return CaptureDates(min(days, default=None), max(days, default=None))


def _day_of(feature: Any) -> date | None:
    """SRC_DATE2 is in milliseconds since 1970."""
    try:
        day = (EPOCH + timedelta(milliseconds=float(feature["attributes"]["SRC_DATE2"]))).date()
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return day if EARLIEST <= day <= date.today() else None


def _release(number: str, entry: Any) -> Release | None:
    try:
        released = _RELEASED.search(entry["itemTitle"])
        url = plain_template(entry["itemURL"]).url
        check_template(url)
        check_service_address(entry["metadataLayerUrl"])
        if not released:
            return None
        year, month, day = (int(part) for part in released.groups())
        return Release(int(number), date(year, month, day), url, entry["metadataLayerUrl"].rstrip("/"))
    except (KeyError, TypeError, ValueError, AttributeError, TemplateError):
        return None


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None
