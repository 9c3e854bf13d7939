"""STAC items whose assets are Cloud Optimized GeoTIFFs, read by ranges through the guarded client.

Imports rasterio, so only worker processes may import it.
"""

import functools
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pystac
import shapely
import shapely.geometry
from rasterio.io import DatasetReader

from imagery.errors import ImageryError, NoImagery, SourceUnavailable
from imagery.messages import message as _
from imagery.models import ImagerySource
from imagery.readers.assembling import tile_picture
from imagery.readers.base import Bounds, CaptureDates, SourceFacts, TilePicture
from imagery.readers.mosaic import Image, Mask, put_together
from imagery.readers.range_file import BLOCK_BYTES, MAX_RUN_BLOCKS, RemoteFile
from imagery.readers.raster import PARTS_ZOOM
from imagery.readers.raster_words import in_our_words
from imagery.readers.stac_documents import Document, Documents, absolute
from imagery.readers.tile_client import FetchLimits, TileClient, client_for, hiding_key
from ml.raster_grid import outline_of
from ml.raster_opening import open_raster
from ml.rasters import check_raster, read_tile
from ml.tiff_structure import check_tiff
from ml.tiles import Tile

MAX_OPENED = 20
"""Items that are opened for one tile."""
KEPT_FILES = 64
TIFF_TYPES = ("image/tiff", "application/geotiff", "image/vnd.stac.geotiff")
DATES = re.compile(r"\d{4}-\d{2}-\d{2}")
DEFAULT_ASSET = "visual"


@dataclass(frozen=True)
class _Scene:
    """An item that can be read: where it lies (degrees), when it was taken, and the address of its asset."""

    name: str
    outline: shapely.Geometry
    dates: CaptureDates
    url: str


class StacReader:
    """Reads tiles from a STAC item, a collection of items, or a collection of an API.

    Items are chosen by their footprints and, with the source's `time`, their dates, and put together newest
    first. The source's `layer` names the asset; without it the visual one is read, or else the one with three
    bands.
    """

    def __init__(self, source: ImagerySource, limits: FetchLimits | None = None) -> None:
        self._source = source
        self._default_dates = CaptureDates(source.captured_from, source.captured_to)
        self._client = client_for(source, limits)
        self._version = f"{source.pk} {source.version}"

    @hiding_key
    def read(self, tile: Tile) -> TilePicture:
        """The picture of a tile: uint8 RGB, (1024, 1024, 3), and the dates of the items in it.

        Raises `NoImagery` where no item has a valid pixel, `SourceUnavailable` when the server, a document or
        an asset cannot be read, and its `ForbiddenAddress` when a link leads into a private network.
        """
        square = shapely.box(*tile.bounds)
        scenes = [one for one in self._scenes(Bounds(*tile.bounds)) if one.outline.intersects(square)]
        if not scenes:
            raise NoImagery(
                _("No item of %(host)s covers tile %(tile)s.") % {"host": self._host, "tile": tile}
            )
        read = functools.partial(self._read_scene, tile)
        mosaic = put_together(scenes[:MAX_OPENED], read, may_fail=lambda _scene, _error: False)
        if mosaic is None:
            raise NoImagery(
                _("No item of %(host)s has a valid pixel in tile %(tile)s.")
                % {"host": self._host, "tile": tile}
            )
        dates = CaptureDates.spanning([self._dates(scenes[position]) for position in mosaic.used])
        return tile_picture(mosaic.image, mosaic.valid, tile, dates)

    @hiding_key
    def describe(self) -> SourceFacts:
        """Extent and dates of the collection or item, and the depth of its newest asset. Raises as `read`."""
        document = Documents(self._client, self._version).get(self._source.url)
        scenes = self._scenes(None)
        if not scenes:
            raise SourceUnavailable(_("%(host)s lists no item that can be read.") % {"host": self._host})
        with self._open(scenes[0]) as (dataset, path):
            zoom = outline_of(dataset, path)[1]
        bounds, dates = _extent_of(document)
        found = CaptureDates.spanning([scene.dates for scene in scenes])
        return SourceFacts(
            bounds=bounds or Bounds(*map(float, shapely.total_bounds([scene.outline for scene in scenes]))),
            max_zoom=zoom + PARTS_ZOOM,
            dates=next((one for one in (dates, found) if any(one)), self._default_dates),
            attribution=_providers_of(document),
        )

    @property
    def _host(self) -> str:
        return urlsplit(self._source.url).hostname or ""

    def _dates(self, scene: _Scene) -> CaptureDates:
        return scene.dates if any(scene.dates) else self._default_dates

    def _scenes(self, area: Bounds | None) -> list[_Scene]:
        """Newest first. One item that cannot be read spoils the answer only when there is no other."""
        documents = Documents(self._client, self._version)
        wanted = _interval_of(self._source.time)
        scenes, faults = [], []
        for document, url in documents.items(self._source.url, area, _asked_of_an_api(wanted)):
            if area and not _may_touch(document, area):
                continue
            try:
                scenes.append(_scene_of(document, url, self._source.layer))
            except ImageryError as error:
                faults.append(error)
        if faults and not scenes:
            raise faults[0]
        return sorted(
            (scene for scene in scenes if _is_within(scene.dates, wanted)),
            key=lambda scene: (-(scene.dates.last or date.min).toordinal(), scene.name),
        )

    def _read_scene(self, tile: Tile, scene: _Scene) -> tuple[Image, Mask]:
        with self._open(scene, tile) as (dataset, path):
            return read_tile(dataset, tile, path)

    @contextmanager
    def _open(self, scene: _Scene, tile: Tile | None = None) -> Iterator[tuple[DatasetReader, Path]]:
        # Not the address itself: it may contain a signature, and GDAL's errors repeat names.
        path = Path(f"{hashlib.sha256(scene.url.encode()).hexdigest()[:16]}.tif")
        remote = _remote_file(self._client, self._version, scene.url, scene.name)
        remote.begin()
        try:
            with in_our_words(scene.name, tile):
                check_tiff(remote.open(), path)
                with open_raster(path, "GTiff", opener=remote.opener) as dataset:
                    check_raster(dataset, path)
                    yield dataset, path
        except SourceUnavailable as error:
            if remote.failure is not None:
                raise remote.failure from error
            raise


_remotes: dict[tuple[str, str], RemoteFile] = {}


def _remote_file(client: TileClient, version: str, url: str, shown: str) -> RemoteFile:
    """The same for all tiles, so that a file's directory is fetched once."""

    def fetch(offset: int, length: int) -> bytes:
        return client.fetch_bytes(url, MAX_RUN_BLOCKS * BLOCK_BYTES, range=(offset, length))

    remote = _remotes.get((version, url)) or RemoteFile(fetch, shown)
    _remotes[version, url] = remote
    if len(_remotes) > KEPT_FILES:
        _remotes.pop(next(iter(_remotes)), None)
    return remote


def forget_files() -> None:
    _remotes.clear()


def _scene_of(document: Document, url: str, layer: str) -> _Scene:
    try:
        item = pystac.Item.from_dict(document, preserve_dict=False)
        outline = shapely.geometry.shape(item.geometry) if item.geometry else shapely.box(*(item.bbox or ()))
    except Exception as error:  # pystac and shapely raise whatever a document makes them
        raise SourceUnavailable(
            _("%(host)s sends an item that is not valid STAC (%(error)s).")
            % {"host": urlsplit(url).hostname, "error": str(error)[:200]}
        ) from error
    asset = _asset_of(item, layer)
    outline = outline if outline.is_valid else shapely.make_valid(outline)
    return _Scene(item.id, outline, _dates_of(item), absolute(asset.href, url))


def _asset_of(item: pystac.Item, layer: str) -> pystac.Asset:
    if layer or DEFAULT_ASSET in item.assets:
        found = item.assets.get(layer or DEFAULT_ASSET)
    else:
        found = next(iter(_likely_assets(item)), None)
    if found is None:
        raise SourceUnavailable(
            _("Name the asset with the picture as the source’s layer. Item %(item)s has: %(names)s.")
            % {"item": item.id[:100], "names": ", ".join(sorted(item.assets))[:300]}
        )
    return found


def _likely_assets(item: pystac.Item) -> list[pystac.Asset]:
    """GeoTIFFs with the role of a picture, then those with three bands, then the only one."""
    tiffs = [asset for asset in item.assets.values() if (asset.media_type or "").startswith(TIFF_TYPES)]
    visual = [asset for asset in tiffs if DEFAULT_ASSET in (asset.roles or [])]
    coloured = [asset for asset in tiffs if _n_bands(asset) >= 3]
    return visual or coloured or (tiffs if len(tiffs) == 1 else [])


def _n_bands(asset: pystac.Asset) -> int:
    names = ("bands", "eo:bands", "raster:bands")
    return max(len(found) if isinstance(found := asset.extra_fields.get(name), list) else 0 for name in names)


def _dates_of(item: pystac.Item) -> CaptureDates:
    common = item.common_metadata
    days = [moment.date() for moment in (common.start_datetime, common.end_datetime, item.datetime) if moment]
    return CaptureDates(min(days, default=None), max(days, default=None))


def _interval_of(text: str) -> CaptureDates:
    """`2024-05-01/2024-08-31`, one day, or with `..` for an open end."""
    first, _slash, last = text.partition("/")
    days = [_day(part) for part in (first, last or first)]
    return CaptureDates(*days)


def _asked_of_an_api(wanted: CaptureDates) -> str:
    if not any(wanted):
        return ""
    first = f"{wanted.first}T00:00:00Z" if wanted.first else ".."
    last = f"{wanted.last}T23:59:59Z" if wanted.last else ".."
    return f"{first}/{last}"


def _may_touch(document: Document, area: Bounds) -> bool:
    """By an item's own box, so that not every item of a long list is parsed for every tile."""
    box = document.get("bbox")
    if (
        not isinstance(box, list)
        or len(box) not in {4, 6}
        or not all(isinstance(edge, int | float) for edge in box)
    ):
        return True
    half = len(box) // 2
    west, south, east, north = (float(edge) for edge in (*box[:2], *box[half : half + 2]))
    crosses_date_line = west > east
    return crosses_date_line or (
        west <= area.east and east >= area.west and south <= area.north and north >= area.south
    )


def _day(text: str) -> date | None:
    found = DATES.match(text.strip())
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def _is_within(dates: CaptureDates, wanted: CaptureDates) -> bool:
    """True for dates that share a day with those wanted; unknown dates only when nothing is wanted."""
    if not any(wanted):
        return True
    if dates.first is None or dates.last is None:
        return False
    return dates.first <= (wanted.last or date.max) and dates.last >= (wanted.first or date.min)


def _extent_of(document: Document) -> tuple[Bounds | None, CaptureDates]:
    """A collection's own words about its extent; unknown for anything else, or what is damaged."""
    try:
        extent = pystac.Extent.from_dict(document["extent"])
        box = extent.spatial.bboxes[0]
        west, south, east, north = box if len(box) == 4 else (box[0], box[1], box[3], box[4])
        days = [moment.date() if moment else None for moment in extent.temporal.intervals[0]]
        return Bounds(float(west), float(south), float(east), float(north)), CaptureDates(*days)
    except Exception:  # as above
        return None, CaptureDates()


def _providers_of(document: Document) -> str:
    properties: Any = document.get("properties")
    providers = document.get("providers") or (isinstance(properties, dict) and properties.get("providers"))
    names = [
        str(one["name"])
        for one in (providers if isinstance(providers, list) else [])
        if isinstance(one, dict) and one.get("name")
    ]
    return ", ".join(names)[:300]
