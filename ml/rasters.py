"""Georeferenced rasters of any size and projection, read tile by tile on the web-mercator grid.

Imports rasterio, so only worker processes and the command line may import it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.enums import ColorInterp, Resampling
from rasterio.io import DatasetReader
from rasterio.transform import from_origin
from rasterio.vrt import WarpedVRT
from rasterio.warp import transform_bounds
from rio_tiler.io import Reader

from ml.raster_bands import scale_to_bytes
from ml.raster_errors import (
    HugeBlocks,
    NotGeoreferenced,
    NotOnTheMap,
    NoValidPixel,
    OutsideRaster,
    TooFine,
    UnreadableRaster,
    UnsupportedValues,
)
from ml.tiff_structure import MAX_BLOCK_BYTES
from ml.tiles import TILE_SIZE, Tile

Picture = NDArray[np.uint8]
ALIGNED_TO_PX = 1e-3
"""Pixel grids that differ by less than this are treated as the same."""
MAX_READ_PX = 400_000_000
"""Decoded for one tile: as many as a tile at zoom 16 has where a pixel is 2 cm wide, at 51 degrees. Ten
seconds without overviews."""
MAX_COORDINATE = 1e9
"""In metres, feet or degrees. PROJ subtracts turns of the globe one by one, which for 1e99 takes for ever."""
PLAIN_TYPES = {"uint8", "uint16", "int16"}


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
    if max(map(abs, dataset.bounds)) > MAX_COORDINATE:
        raise NotOnTheMap(path, "its coordinates lie beyond the globe")
    kinds = set(dataset.dtypes)
    if not kinds <= PLAIN_TYPES:
        raise UnsupportedValues(path, ", ".join(sorted(kinds)))
    rows, columns = dataset.block_shapes[0]
    if rows * columns * np.dtype(dataset.dtypes[0]).itemsize * dataset.count > MAX_BLOCK_BYTES:
        raise HugeBlocks(path, rows, columns)


@contextmanager
def placed(dataset: DatasetReader, crs: CRS, transform: Affine) -> Iterator[WarpedVRT]:
    """The dataset with the georeference that another file gives it: `transform` leads from columns and rows
    to coordinates in `crs`. A rotated grid is turned north up, by bilinear interpolation."""
    palette = ColorInterp.palette in dataset.colorinterp
    masked = dataset.nodata is not None or ColorInterp.alpha in dataset.colorinterp
    with WarpedVRT(
        dataset, src_crs=crs, src_transform=transform, crs=crs, add_alpha=not masked,
        resampling=Resampling.nearest if palette else Resampling.bilinear,
        **_upright_grid(transform, dataset.width, dataset.height),
    ) as turned:  # fmt: skip
        yield turned


def _upright_grid(transform: Affine, width: int, height: int) -> dict[str, Any]:
    """The grid itself, if it is north up, or else one around it with pixels of the same area."""
    if not (transform.b or transform.d) and transform.a > 0 > transform.e:
        return {"transform": transform, "width": width, "height": height}
    columns, rows = np.array([0, width, 0, width]), np.array([0, 0, height, height])
    xs = transform.a * columns + transform.b * rows + transform.c
    ys = transform.d * columns + transform.e * rows + transform.f
    pixel = abs(transform.determinant) ** 0.5
    return {
        "transform": from_origin(xs.min(), ys.max(), pixel, pixel),
        "width": max(1, math.ceil(np.ptp(xs) / pixel - ALIGNED_TO_PX)),
        "height": max(1, math.ceil(np.ptp(ys) / pixel - ALIGNED_TO_PX)),
    }


def read_tile(dataset: DatasetReader, tile: Tile, path: Path) -> tuple[Picture, NDArray[np.bool_]]:
    """The picture of a tile, uint8 RGB (1024, 1024, 3), and which pixels are valid, bool (1024, 1024).

    `dataset` was opened from `path`. Red, green and blue are the bands with that colour interpretation,
    otherwise the first three; a single band is grey or has a palette; further bands are ignored. 16-bit
    values are stretched between the file's 2nd and 98th percentiles, equally for all tiles. Pixels on the
    tile's grid are copied, others are interpolated bilinearly. Pixels that the nodata value, mask or alpha
    band excludes, and those outside the file, are black. Only the tile's part of the file is read.

    Raises `OutsideRaster` and `NoValidPixel` where there is no picture, `UnsupportedValues` for an alpha band
    alone, `TooFine` where more than `MAX_READ_PX` would be decoded, and rasterio's errors for damage.
    """
    image, valid = _read_bands(dataset, tile, path)
    if not valid.any():
        raise NoValidPixel(f"{path} holds no valid pixel in tile {tile}.")
    image[~valid] = 0
    return image, valid


def _read_bands(dataset: DatasetReader, tile: Tile, path: Path) -> tuple[Picture, NDArray[np.bool_]]:
    indexes, palette = _bands(dataset, path)
    method = "nearest" if palette or _is_aligned(dataset, tile) else "bilinear"
    with Reader(str(path), dataset=dataset) as reader:
        if not reader.tile_exists(tile.x, tile.y, tile.z):
            raise OutsideRaster(f"Tile {tile} lies outside {path}.")
        _check_effort(dataset, tile, path)
        read = reader.tile(
            tile.x, tile.y, tile.z, tilesize=TILE_SIZE, indexes=indexes,
            resampling_method=method, reproject_method=method,
        )  # fmt: skip
    valid = read.mask > 0
    if palette:
        return _colour(read.data[0], dataset.colormap(indexes[0])), valid
    bands = scale_to_bytes(np.asarray(read.data), dataset, indexes, path)
    return np.ascontiguousarray(np.broadcast_to(bands, (3, TILE_SIZE, TILE_SIZE)).transpose(1, 2, 0)), valid


def _check_effort(dataset: DatasetReader, tile: Tile, path: Path) -> None:
    """GDAL reads the coarsest overview that is still finer than the tile, or else the full picture."""
    west, south, east, north = transform_bounds("EPSG:3857", dataset.crs, *tile.mercator_bounds)
    xs, ys = np.array([west, west, east, east]), np.array([south, north, south, north])
    grid = ~dataset.transform
    corners = np.array([grid.a * xs + grid.b * ys + grid.c, grid.d * xs + grid.e * ys + grid.f])
    edges = np.array([corners.min(axis=1), corners.max(axis=1)])
    if not np.isfinite(edges).all():
        return
    inside = np.clip(edges, 0, (dataset.width, dataset.height))
    shrunk = max(1.0, *(edges[1] - edges[0]) / TILE_SIZE)
    overview = max((factor for factor in dataset.overviews(1) if factor <= shrunk), default=1)
    pixels = np.prod((inside[1] - inside[0]) / overview)
    if pixels > MAX_READ_PX:
        raise TooFine(path, round(pixels / 1e6))


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
