"""Folders of georeferenced pictures, put together as they are read.

Imports rasterio, so only worker processes may import it.
"""

import functools
import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import shapely
from affine import Affine
from rasterio.crs import CRS
from rasterio.io import DatasetReader

from imagery.errors import ImageryError, NoImagery, SourceUnavailable
from imagery.messages import Words, words_of
from imagery.messages import message as _
from imagery.models import ImagerySource
from imagery.readers.assembling import tile_picture
from imagery.readers.base import Bounds, CaptureDates, SourceFacts, TilePicture
from imagery.readers.folders import find_folder
from imagery.readers.mosaic import Image, Mask, Mosaic, put_together
from imagery.readers.picture_files import DRIVERS
from imagery.readers.picture_index import IndexedPicture, PictureIndex, index_of, open_picture_file
from imagery.readers.raster import PARTS_ZOOM
from imagery.readers.raster_words import in_our_words
from ml.rasters import placed, read_tile
from ml.tiles import Tile

logger = logging.getLogger(__name__)

MAX_OPENED = 100
"""Pictures that are opened for one tile."""
WORTH_OPENING = 1e-4
"""Share of a tile that a picture must add to what those before it cover."""


class PicturesReader:
    """Reads tiles from a folder of GeoTIFFs, and of JPEG and PNG files with world files.

    An index says where each picture lies; those that touch a tile are opened, newest first and then by name,
    until it is full. Each pixel is that of the first picture that has one there. Each picture may lie in a
    projection of its own. One that cannot be read is left out, and named by `describe`.
    """

    def __init__(self, source: ImagerySource) -> None:
        self._path, self._crs = source.path, source.crs
        self._default_dates = CaptureDates(source.captured_from, source.captured_to)

    def read(self, tile: Tile) -> TilePicture:
        """The picture of a tile: uint8 RGB, (1024, 1024, 3), and the dates of the pictures in it.

        Raises `NoImagery` where no picture has a valid pixel, `SourceUnavailable` when the folder is missing
        or none of its pictures can be used, or none of those that touch the tile.
        """
        index = index_of(self._path, self._crs)
        chosen = _choose(index, tile)
        if not chosen:
            raise NoImagery(_("Tile %(tile)s lies outside %(path)s.") % {"tile": tile, "path": self._path})
        mosaic = self._put_together(chosen, tile)
        used = [chosen[position] for position in mosaic.used]
        dates = CaptureDates.spanning(
            [picture.dates if any(picture.dates) else self._default_dates for picture in used]
        )
        return tile_picture(mosaic.image, mosaic.valid, tile, dates)

    def describe(self) -> SourceFacts:
        """Extent, depth and dates of all pictures; `notes` name those that cannot be used. Raises
        `SourceUnavailable` as `read` does."""
        index = index_of(self._path, self._crs)
        west, south, east, north = shapely.total_bounds(index.outlines)
        dates = CaptureDates.spanning([picture.dates for picture in index.pictures])
        return SourceFacts(
            bounds=Bounds(float(west), float(south), float(east), float(north)),
            max_zoom=max(picture.zoom for picture in index.pictures) + PARTS_ZOOM,
            dates=dates if any(dates) else self._default_dates,
            notes=tuple(fault.words for fault in index.faults),
        )

    def _put_together(self, chosen: list[IndexedPicture], tile: Tile) -> Mosaic:
        failures: list[Words] = []

        def leave_out(picture: IndexedPicture, error: ImageryError) -> bool:
            logger.warning("%s was left out of tile %s: %s", picture.name, tile, error)
            failures.append(words_of(error))
            return True

        read = functools.partial(_read_picture, find_folder(self._path), tile)
        mosaic = put_together(chosen, read, may_fail=leave_out)
        if mosaic is not None:
            return mosaic
        if failures:
            raise SourceUnavailable(failures[0])
        raise NoImagery(
            _("%(path)s holds no valid pixel in tile %(tile)s.") % {"path": self._path, "tile": tile}
        )


def _choose(index: PictureIndex, tile: Tile) -> list[IndexedPicture]:
    """Those that show something of the tile that none before them hides."""
    uncovered = shapely.box(*tile.bounds)
    chosen: list[IndexedPicture] = []
    least = uncovered.area * WORTH_OPENING
    for position in index.touching(uncovered):
        seen = shapely.intersection(uncovered, index.outlines[position])
        if seen.area <= least or len(chosen) == MAX_OPENED:
            continue
        chosen.append(index.pictures[position])
        if index.pictures[position].is_opaque:
            # A little less than the picture, so that the pixels along its edge are not left black.
            inside = shapely.buffer(index.outlines[position], -math.sqrt(least) / 10)
            uncovered = shapely.difference(uncovered, inside)
    return chosen


def _read_picture(folder: Path, tile: Tile, picture: IndexedPicture) -> tuple[Image, Mask]:
    with in_our_words(picture.name, tile), _open(folder / picture.name, picture) as dataset:
        return read_tile(dataset, tile, folder / picture.name)


@contextmanager
def _open(path: Path, picture: IndexedPicture) -> Iterator[DatasetReader]:
    with open_picture_file(path, DRIVERS[path.suffix.lower()]) as dataset:
        if picture.crs is None or picture.transform is None:
            yield dataset
            return
        with placed(dataset, CRS.from_wkt(picture.crs), Affine(*picture.transform)) as turned:
            yield turned
