"""GeoTIFF, COG and VRT files in any projection. Imports rasterio, so only worker processes may import it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from rasterio.io import DatasetReader

from imagery.models import ImagerySource
from imagery.readers.assembling import tile_picture
from imagery.readers.base import Bounds, CaptureDates, SourceFacts, TilePicture
from imagery.readers.capture_dates import first_known
from imagery.readers.file_dates import dates_of
from imagery.readers.raster_files import find_raster, raster_driver
from imagery.readers.raster_words import in_our_words
from ml.raster_grid import metres_per_pixel, outline_of
from ml.raster_opening import open_raster
from ml.rasters import check_raster, read_tile
from ml.tiles import Tile

PARTS_ZOOM = 2
"""Pictures of 256 px with a tile's pixels lie this much deeper than the tile."""


class RasterReader:
    """Reads tiles from one raster file below RASTER_ROOT, as `ml.rasters.read_tile` does. A partly covered
    tile is read: a drone's picture may be smaller than a tile.

    Overviews and masks are used when they are in the file; files beside it (`.ovr`, `.msk`, `.aux.xml`, world
    files) are not read.
    """

    def __init__(self, source: ImagerySource) -> None:
        self._path = source.path
        self._default_dates = CaptureDates(source.captured_from, source.captured_to)

    def read(self, tile: Tile) -> TilePicture:
        """The picture of a tile: uint8 RGB, (1024, 1024, 3).

        Raises `NoImagery` outside the file and where no pixel is valid, `SourceUnavailable` for a file that
        is missing, damaged, without georeference, of another kind, or takes too many pixels for one tile, and
        its `ForbiddenAddress` for one outside RASTER_ROOT or that names other files.
        """
        with in_our_words(self._path, tile), self._open() as (dataset, path):
            image, valid = read_tile(dataset, tile, path)
            dates = self._dates(dataset)
        return tile_picture(image, valid, tile, dates)

    def describe(self) -> SourceFacts:
        """Extent, depth and dates of the file. Raises `SourceUnavailable` as `read` does."""
        with in_our_words(self._path), self._open() as (dataset, path):
            outline, zoom = outline_of(dataset, path)
            metres = metres_per_pixel(dataset, path)
            dates = self._dates(dataset)
        bounds = Bounds(*outline.bounds)
        return SourceFacts(bounds, max_zoom=zoom + PARTS_ZOOM, metres_per_pixel=metres, dates=dates)

    @contextmanager
    def _open(self) -> Iterator[tuple[DatasetReader, Path]]:
        path = find_raster(self._path)
        with open_raster(path, raster_driver(path), below=settings.RASTER_ROOT) as dataset:
            check_raster(dataset, path)
            yield dataset, path

    def _dates(self, dataset: DatasetReader) -> CaptureDates:
        return first_known(dates_of(dataset), self._default_dates)
