"""Releases of Esri's Wayback archive: a tile server whose capture dates another service knows."""

import logging
from dataclasses import replace

from imagery.errors import ImageryError
from imagery.models import ImagerySource
from imagery.readers.base import UNKNOWN_DATES, CaptureDates, TilePicture
from imagery.readers.tile_client import FetchLimits, client_for
from imagery.readers.xyz import XyzReader
from imagery.wayback import CONFIG_URL, Release, capture_dates, list_releases, release_number
from ml.tiles import Tile

logger = logging.getLogger(__name__)

METADATA_LIMITS = FetchLimits(timeout_s=5.0, total_s=10.0, attempts=2)


class WaybackReader(XyzReader):
    """Reads tiles as `XyzReader` does, and asks the release's metadata service when they were taken.

    The release's own date is no capture date and is never used as one.
    """

    config_url = CONFIG_URL

    def __init__(self, source: ImagerySource, limits: FetchLimits | None = None) -> None:
        super().__init__(source, limits)
        self._metadata_client = client_for(source, METADATA_LIMITS)

    def read(self, tile: Tile) -> TilePicture:
        """The picture of a tile: uint8 RGB, (1024, 1024, 3), with Esri's capture dates, or the owner's where
        Esri gives none. Raises as `XyzReader.read` does; a missing date is no failure."""
        picture = super().read(tile)
        dates = self.dates(tile)
        return replace(picture, captured_from=dates.first, captured_to=dates.last) if any(dates) else picture

    def dates(self, tile: Tile) -> CaptureDates:
        """When the pictures of a tile were taken, as Esri says."""
        release = self._release()
        return (
            capture_dates(self._metadata_client, release, tile, self._part_zoom(tile))
            if release
            else UNKNOWN_DATES
        )

    def _release(self) -> Release | None:
        number = release_number(self._source.url)
        try:
            return next((one for one in list_releases(self.config_url) if one.number == number), None)
        except ImageryError as error:
            logger.warning("No list of Wayback releases: %s", error)
            return None
