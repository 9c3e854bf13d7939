"""Georeferenced rasters drawn for tests: a meadow with pits at a known place."""

from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import rasterio
import shapely
from affine import Affine
from numpy.typing import NDArray
from rasterio.transform import from_bounds, from_origin

from ml.tiles import Tile
from tests.ml.drawing import make_meadow, make_pits

UTM, MERCATOR = "EPSG:32635", "EPSG:3857"
PIXEL_M = 0.4
WEST, NORTH = 500_000.0, 5_700_000.0
"""The upper left corner, in metres of UTM zone 35 north."""


def draw_field(rows: int, columns: int, pits: tuple[slice, slice] | None) -> NDArray[np.uint8]:
    picture = make_meadow(rows, columns, seed=9)
    if pits is not None:
        height, width = (part.stop - part.start for part in pits)
        picture[pits] = make_pits(height, width, seed=4)
    return picture


def write_raster(
    path: Path, picture: NDArray[Any], crs: str | None, transform: Affine | None, **more: Any
) -> Path:
    """A GeoTIFF of a (rows, columns, bands) picture, or of its upper left part of a larger sparse one."""
    rows, columns, bands = picture.shape
    options = {
        "driver": "GTiff", "width": columns, "height": rows, "count": bands, "dtype": picture.dtype,
        "crs": crs, "transform": transform, "tiled": True, "compress": "deflate",
    }  # fmt: skip
    with rasterio.open(path, "w", **(options | more)) as dataset:
        dataset.write(picture.transpose(2, 0, 1))
    return path


def utm_grid() -> Affine:
    return from_origin(WEST, NORTH, PIXEL_M, PIXEL_M)


def tile_grid(tile: Tile, pixels: int) -> Affine:
    """The transform of a raster that covers a tile with `pixels` x `pixels`, in web mercator."""
    return from_bounds(*tile.mercator_bounds, pixels, pixels)


def place_of(part: tuple[slice, slice], grid: Affine, crs: str) -> shapely.Polygon:
    """Where a part of a raster's pixels lies, in degrees, by PROJ alone."""
    rows, columns = part
    outline = shapely.segmentize(shapely.box(columns.start, rows.start, columns.stop, rows.stop), 50)
    to_degrees = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)

    def move(pixels: NDArray[np.float64]) -> NDArray[np.float64]:
        points = pixels @ np.array([[grid.a, grid.d], [grid.b, grid.e]]) + [grid.c, grid.f]
        return np.column_stack(to_degrees.transform(points[:, 0], points[:, 1]))

    return shapely.transform(outline, move)
