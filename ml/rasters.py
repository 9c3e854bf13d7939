"""Georeferenced rasters of any size and projection, read tile by tile on the web-mercator grid.

Imports rasterio, so only worker processes and the command line may import it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio._err import CPLE_BaseError  # GDAL's own errors, which PROJ's failures reach us as
from rasterio.enums import ColorInterp
from rasterio.errors import RasterioError
from rasterio.io import DatasetReader
from rio_tiler.errors import RioTilerError, TileOutsideBounds
from rio_tiler.io import Reader

from ml.errors import MlError, NoData
from ml.raster_bands import scale_to_bytes
from ml.tiles import TILE_SIZE, Tile

Picture = NDArray[np.uint8]
MAX_REASON = 200
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


class RasterError(MlError):
    """A raster cannot be read as map tiles."""


class UnreadableRaster(RasterError):
    """GDAL cannot read the file: it is no raster, damaged, cut short or not permitted."""

    def __init__(self, path: Path, reason: object) -> None:
        self.reason = reason
        super().__init__(
            f"{path} cannot be read ({reason}); check it with `rio info`, and copy or make it again."
        )


class NotGeoreferenced(RasterError):
    """The raster has no coordinate reference system, or no transform of its pixels."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} has no georeference; add one, for example with gdal_translate -a_srs.")


class UnsupportedValues(RasterError):
    """The values are not 8 or 16 bits, or there is only an alpha band. `kinds` are the types of the values,
    comma-separated, and empty for an alpha band alone."""

    def __init__(self, path: Path, kinds: str) -> None:
        self.kinds = kinds
        wrong = f"{kinds} values; export it as 8-bit or 16-bit" if kinds else "an alpha band only"
        super().__init__(f"{path} holds {wrong}.")


class HugeBlocks(RasterError):
    """The raster is stored in blocks of `rows` and `columns` that are too large to read a part."""

    def __init__(self, path: Path, rows: int, columns: int) -> None:
        self.rows, self.columns = rows, columns
        super().__init__(
            f"{path} is stored in blocks of {columns} x {rows} pixels, too large to read a part; "
            "make a tiled copy: rio cogeo create, or gdal_translate -of COG."
        )


class OutsideRaster(NoData):
    """The tile lies outside the raster."""


class NoValidPixel(NoData):
    """The raster covers the tile and has no valid pixel there."""


@contextmanager
def open_raster(path: Path, driver: str | None = None) -> Iterator[DatasetReader]:
    """Open the file as a rasterio dataset for one thread, with GDAL's `driver` if one is given.

    GDAL's errors, in opening and in the block, become `UnreadableRaster`.
    """
    try:
        with rasterio.Env(**GDAL_OPTIONS), rasterio.open(path, driver=driver) as dataset:
            yield dataset
    except (RasterioError, CPLE_BaseError, RioTilerError) as error:
        raise UnreadableRaster(path, _brief(error)) from error


def _brief(error: Exception) -> str:
    """GDAL's message on one line and shortened: it may quote definitions of projections."""
    text = " ".join(str(error).split())
    return text if len(text) <= MAX_REASON else f"{text[:MAX_REASON]}..."


def is_georeferenced(dataset: DatasetReader) -> bool:
    """True when the dataset has a coordinate reference system and a transform of its pixels into it."""
    grid = dataset.transform
    return dataset.crs is not None and not (grid.is_identity or grid.is_degenerate)


def check_raster(dataset: DatasetReader, path: Path) -> None:
    """Raises `RasterError` when tiles cannot be read from a dataset of this kind."""
    if not dataset.count:
        raise UnreadableRaster(path, "it holds no band")
    if not is_georeferenced(dataset):
        raise NotGeoreferenced(path)
    kinds = set(dataset.dtypes)
    if not kinds <= PLAIN_TYPES:
        raise UnsupportedValues(path, ", ".join(sorted(kinds)))
    rows, columns = dataset.block_shapes[0]
    if rows * columns * np.dtype(dataset.dtypes[0]).itemsize * dataset.count > MAX_BLOCK_BYTES:
        raise HugeBlocks(path, rows, columns)


def read_tile(dataset: DatasetReader, tile: Tile, path: Path) -> tuple[Picture, NDArray[np.bool_]]:
    """The picture of a tile, uint8 RGB (1024, 1024, 3), and which pixels are valid, bool (1024, 1024).

    `dataset` was opened from `path`. Red, green and blue are the bands with that colour interpretation,
    otherwise the first three; a single band is grey or has a palette; further bands are ignored. 16-bit
    values are stretched between the file's 2nd and 98th percentiles, equally for all tiles. Pixels on the
    tile's grid are copied, others are interpolated bilinearly. Pixels that the nodata value, mask or alpha
    band excludes, and those outside the file, are black. Only the tile's part of the file is read.

    Raises `OutsideRaster` and `NoValidPixel` where there is no picture, `UnsupportedValues` for an alpha band
    alone, and rasterio's errors for damage.
    """
    image, valid = _read_bands(dataset, tile, path)
    if not valid.any():
        raise NoValidPixel(f"{path} holds no valid pixel in tile {tile}.")
    image[~valid] = 0
    return image, valid


def _read_bands(dataset: DatasetReader, tile: Tile, path: Path) -> tuple[Picture, NDArray[np.bool_]]:
    indexes, palette = _bands(dataset, path)
    method = "nearest" if palette or _is_aligned(dataset, tile) else "bilinear"
    try:
        with Reader(str(path), dataset=dataset) as reader:
            read = reader.tile(
                tile.x, tile.y, tile.z, tilesize=TILE_SIZE, indexes=indexes,
                resampling_method=method, reproject_method=method,
            )  # fmt: skip
    except TileOutsideBounds as error:
        raise OutsideRaster(f"Tile {tile} lies outside {path}.") from error
    valid = read.mask > 0
    if palette:
        return _colour(read.data[0], dataset.colormap(indexes[0])), valid
    bands = scale_to_bytes(np.asarray(read.data), dataset, indexes, path)
    return np.ascontiguousarray(np.broadcast_to(bands, (3, TILE_SIZE, TILE_SIZE)).transpose(1, 2, 0)), valid


def _bands(dataset: DatasetReader, path: Path) -> tuple[tuple[int, ...], bool]:
    """The bands to read, counted from 1, and whether they hold palette indexes."""
    roles = list(dataset.colorinterp)
    colours = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
    if all(colour in roles for colour in colours):
        return tuple(roles.index(colour) + 1 for colour in colours), False
    shown = [band for band, role in enumerate(roles, start=1) if role != ColorInterp.alpha]
    if not shown:
        raise UnsupportedValues(path, "")
    if len(shown) < 3:
        return (shown[0],), roles[shown[0] - 1] == ColorInterp.palette
    return tuple(shown[:3]), False


def _colour(numbers: NDArray[np.generic], palette: dict[int, tuple[int, int, int, int]]) -> Picture:
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
