"""GeoTIFF, COG and VRT files in any projection. Imports rasterio, so only worker processes may import it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.enums import ColorInterp
from rasterio.errors import RasterioError
from rasterio.io import DatasetReader
from rio_tiler.errors import TileOutsideBounds
from rio_tiler.io import Reader

from imagery.errors import NoImagery, SourceUnavailable
from imagery.messages import message as _
from imagery.models import ImagerySource
from imagery.readers.base import CaptureDates, TilePicture, require_imagery
from imagery.readers.capture_dates import dates_in_text
from imagery.readers.raster_bands import scale_to_bytes
from imagery.readers.raster_files import find_raster, raster_driver
from ml.tiles import TILE_SIZE, Tile

MAX_BLOCK_BYTES = 512 * 1024 * 1024
ALIGNED_TO_PX = 1e-3
"""Pixel grids that differ by less than this are treated as the same."""
# No Python in VRTs, no network, little memory. In bytes: rasterio does not accept megabytes.
GDAL_OPTIONS = {
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{noext}",
    "GDAL_CACHEMAX": 128 * 1024 * 1024,
}
PLAIN_TYPES = {"uint8", "uint16", "int16"}


class RasterReader:
    """Reads tiles from one raster file below RASTER_ROOT.

    Red, green and blue are the bands with that colour interpretation, otherwise the first three; a single
    band is grey or has a palette; further bands are ignored. 16-bit values are stretched between the file's
    2nd and 98th percentiles, equally for all tiles. Pixels on the tile's grid are copied, others are
    interpolated bilinearly. Pixels that the nodata value, mask or alpha band excludes, and those outside the
    file, are black. A partly covered tile is read: a drone's picture may be smaller than a tile.
    """

    def __init__(self, source: ImagerySource) -> None:
        self._path = source.path
        self._default_dates = CaptureDates(source.captured_from, source.captured_to)

    def read(self, tile: Tile) -> TilePicture:
        """The picture of a tile: uint8 RGB, (1024, 1024, 3).

        Raises `NoImagery` outside the file and where no pixel is valid, `SourceUnavailable` for a file that
        is missing, damaged, without georeference, of another kind, or outside RASTER_ROOT.
        """
        path = find_raster(self._path)
        with _opened(path, self._path) as dataset:
            _check_dataset(dataset, self._path)
            image, valid = _read_tile(dataset, tile, path)
            dates = self._dates(dataset)
        if not valid.any():
            raise NoImagery(
                _("%(path)s holds no valid pixel in tile %(tile)s.") % {"path": self._path, "tile": tile}
            )
        image[~valid] = 0
        require_imagery(image, tile)
        return TilePicture(image, dates.first, dates.last, float(1 - valid.mean()))

    def _dates(self, dataset: DatasetReader) -> CaptureDates:
        dates = dates_in_text(dataset.tags().get("TIFFTAG_DATETIME", ""))
        return dates if any(dates) else self._default_dates


@contextmanager
def _opened(path: Path, shown: str) -> Iterator[DatasetReader]:
    """Open the file with the driver of its kind. GDAL's errors become `SourceUnavailable`."""
    try:
        with rasterio.Env(**GDAL_OPTIONS), rasterio.open(path, driver=raster_driver(path)) as dataset:
            yield dataset
    except RasterioError as error:
        raise SourceUnavailable(
            _("%(path)s cannot be read (%(error)s); check it with `rio info`, and copy or make it again.")
            % {"path": shown, "error": error}
        ) from error


def _check_dataset(dataset: DatasetReader, shown: str) -> None:
    if dataset.crs is None or dataset.transform.is_identity:
        raise SourceUnavailable(
            _("%(path)s has no georeference; add one, for example with gdal_translate -a_srs.")
            % {"path": shown}
        )
    kinds = set(dataset.dtypes)
    if not kinds <= PLAIN_TYPES:
        raise SourceUnavailable(
            _("%(path)s holds %(kinds)s values; export it as 8-bit or 16-bit.")
            % {"path": shown, "kinds": ", ".join(sorted(kinds))}
        )
    rows, columns = dataset.block_shapes[0]
    if rows * columns * np.dtype(dataset.dtypes[0]).itemsize * dataset.count > MAX_BLOCK_BYTES:
        raise SourceUnavailable(
            _(
                "%(path)s is stored in blocks of %(columns)d x %(rows)d pixels, too large to read a part; "
                "make a tiled copy: rio cogeo create, or gdal_translate -of COG."
            )
            % {"path": shown, "columns": columns, "rows": rows}
        )


def _read_tile(dataset: DatasetReader, tile: Tile, path: Path) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """RGB of the tile, and a mask of its valid pixels."""
    indexes, palette = _bands(dataset)
    method = "nearest" if palette or _is_aligned(dataset, tile) else "bilinear"
    try:
        with Reader(str(path), dataset=dataset) as reader:
            read = reader.tile(
                tile.x, tile.y, tile.z, tilesize=TILE_SIZE, indexes=indexes,
                resampling_method=method, reproject_method=method,
            )  # fmt: skip
    except TileOutsideBounds as error:
        raise NoImagery(
            _("Tile %(tile)s lies outside %(path)s.") % {"tile": tile, "path": path.name}
        ) from error
    valid = read.mask > 0
    if palette:
        return _colour(read.data[0], dataset.colormap(indexes[0])), valid
    bands = scale_to_bytes(np.asarray(read.data), dataset, indexes, path)
    return np.ascontiguousarray(np.broadcast_to(bands, (3, TILE_SIZE, TILE_SIZE)).transpose(1, 2, 0)), valid


def _bands(dataset: DatasetReader) -> tuple[tuple[int, ...], bool]:
    """The bands to read, counted from 1, and whether they hold palette indexes."""
    roles = list(dataset.colorinterp)
    colours = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
    if all(colour in roles for colour in colours):
        return tuple(roles.index(colour) + 1 for colour in colours), False
    shown = [band for band, role in enumerate(roles, start=1) if role != ColorInterp.alpha]
    if not shown:
        raise SourceUnavailable(_("%(path)s holds an alpha band only.") % {"path": Path(dataset.name).name})
    if len(shown) < 3:
        return (shown[0],), roles[shown[0] - 1] == ColorInterp.palette
    return tuple(shown[:3]), False


def _colour(numbers: NDArray[np.generic], palette: dict[int, tuple[int, int, int, int]]) -> NDArray[np.uint8]:
    table = np.zeros((65536, 3), dtype=np.uint8)
    for number, colour in palette.items():
        table[number] = colour[:3]
    return table[numbers.astype(np.uint16)]


def _is_aligned(dataset: DatasetReader, tile: Tile) -> bool:
    """True when the file's pixel grid is the tile's."""
    grid = dataset.transform
    if dataset.crs.to_epsg() != 3857 or grid.b or grid.d:
        return False
    edges = tile.mercator_bounds
    size = (edges.east - edges.west) / TILE_SIZE
    column, row = (edges.west - grid.c) / grid.a, (edges.north - grid.f) / grid.e
    same_size = np.allclose([grid.a, -grid.e], size, rtol=ALIGNED_TO_PX / TILE_SIZE)
    return bool(same_size and max(abs(column - round(column)), abs(row - round(row))) < ALIGNED_TO_PX)
