"""The web-mercator tiles of a georeferenced raster. Imports rasterio, as `ml.rasters` does."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from rasterio._err import CPLE_BaseError
from rasterio.crs import CRS
from rasterio.errors import RasterioError
from rasterio.io import DatasetReader
from rasterio.warp import transform

from ml.errors import NoData
from ml.pictures import is_blank
from ml.pipeline import Source
from ml.raster_errors import NotOnTheMap, RasterError
from ml.raster_opening import open_raster
from ml.rasters import ALIGNED_TO_PX, Picture, check_raster, read_tile
from ml.tiles import MAX_ZOOM, TILE_SIZE, Tile, TileError, tiles_in_geometry

DEGREES, MERCATOR = CRS.from_epsg(4326), CRS.from_epsg(3857)
MERCATOR_WORLD_M = 2 * math.pi * 6378137.0
WORLD = shapely.box(-180, -85.0511, 180, 85.0511)
POINTS_A_SIDE = 32
MAX_TILES = 4_000_000
"""About two weeks on two cores; more is most likely a wrong zoom."""


class TooManyTiles(RasterError):
    """The raster has more than `MAX_TILES` tiles at the chosen zoom."""


@dataclass(frozen=True)
class RasterGrid:
    """A raster file and its tiles at one zoom.

    `footprint` is the raster's outline as a GeoJSON geometry in degrees, `metres_per_pixel` the size of a
    tile's pixel on the ground in the raster's middle, `n_tiles` the number of tiles that share area with it.
    """

    path: Path
    zoom: int
    metres_per_pixel: float
    footprint: Mapping[str, Any]
    n_tiles: int

    def sources(self) -> Iterator[Source[Tile]]:
        """Every tile that shares area with the raster, in quadkey order, as in a search. `Source.read` reads
        the tile's picture, and may be called in any thread."""
        for tile in tiles_in_geometry(self.footprint, self.zoom):
            yield Source(tile, partial(self.read, tile))

    def read(self, tile: Tile) -> Picture:
        """The picture of a tile, uint8 RGB (1024, 1024, 3), black where there are no data; see `read_tile`.

        Raises `NoData` where no pixel is valid or all have one colour, and `RasterError` for damage.
        """
        with open_raster(self.path) as dataset:
            image, _ = read_tile(dataset, tile, self.path)
        if is_blank(image):
            raise NoData(f"{self.path} has one colour throughout tile {tile}.")
        return image


def plan_grid(path: Path, zoom: int | None = None) -> RasterGrid:
    """The tiles of a raster, from its header.

    `zoom` is by default the one whose pixels are nearest in size to the raster's. Raises `RasterError` for a
    file that is not a raster, has no georeference or no place on the map, holds unsupported values or blocks,
    or has too many tiles; `TileError` for a zoom that does not exist.
    """
    with open_raster(path) as dataset:
        check_raster(dataset, path)
        footprint, native_zoom = outline_of(dataset, path)
    zoom = native_zoom if zoom is None else zoom
    if not 0 <= zoom <= MAX_ZOOM:
        raise TileError(f"Zoom {zoom} is outside 0 to {MAX_ZOOM}; choose a zoom in that range.")
    _check_number(path, footprint, zoom)
    geojson = shapely.geometry.mapping(footprint)
    n_tiles = sum(1 for _ in tiles_in_geometry(geojson, zoom))
    middle = footprint.representative_point()
    metres_per_pixel = MERCATOR_WORLD_M / (TILE_SIZE << zoom) * math.cos(math.radians(middle.y))
    return RasterGrid(path, zoom, metres_per_pixel, geojson, n_tiles)


def outline_of(dataset: DatasetReader, path: Path) -> tuple[shapely.Geometry, int]:
    """The raster's outline in degrees, and the zoom whose tiles have pixels nearest in size to its.

    Raises `NotOnTheMap`.
    """
    footprint = _footprint(dataset, path)
    return footprint, _native_zoom(dataset, footprint.representative_point(), path)


def _footprint(dataset: DatasetReader, path: Path) -> shapely.Geometry:
    """The raster's outline in degrees, cut at the date line and at the edges of the map."""
    # Slightly inside, so that an edge on the tile grid does not touch the tiles beyond it.
    columns, rows = (
        ALIGNED_TO_PX + shares * (pixels - 2 * ALIGNED_TO_PX)
        for shares, pixels in zip(_around_the_square(), (dataset.width, dataset.height), strict=True)
    )
    xs, ys = _apply(dataset.transform, columns, rows)
    lngs, lats = _transform(dataset.crs, DEGREES, xs, ys, path)
    _check_date_line(dataset, xs, path)
    outline = shapely.make_valid(shapely.Polygon(_unwrap(lngs, lats)))
    turns = [shapely.transform(outline, partial(np.add, [360 * turn, 0])) for turn in (-1, 0, 1)]
    footprint = shapely.union_all([shapely.intersection(turned, WORLD) for turned in turns])
    if not footprint.area:
        raise NotOnTheMap(path, "it lies wholly beyond the map's edges at 85 degrees north and south")
    return footprint


def _around_the_square() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    side = np.arange(POINTS_A_SIDE) / POINTS_A_SIDE
    zero, one = np.zeros(POINTS_A_SIDE), np.ones(POINTS_A_SIDE)
    return np.concatenate([side, one, 1 - side, zero, [0]]), np.concatenate([zero, side, one, 1 - side, [0]])


def _check_date_line(dataset: DatasetReader, xs: NDArray[np.float64], path: Path) -> None:
    """Where x is a longitude, GDAL reads nothing for tiles on the other side of the date line."""
    edge = 180 if dataset.crs.is_geographic else MERCATOR_WORLD_M / 2
    one_pixel = abs(dataset.transform.a) + abs(dataset.transform.b)
    along_longitudes = dataset.crs.is_geographic or dataset.crs.to_epsg() == 3857
    if along_longitudes and np.abs(xs).max() > edge + one_pixel:
        raise NotOnTheMap(path, "it extends beyond 180 degrees of longitude; cut it there")


def _unwrap(lngs: NDArray[np.float64], lats: NDArray[np.float64]) -> NDArray[np.float64]:
    """A closed ring (n, 2) without jumps at the date line; one that goes around a pole includes the pole."""
    lngs = np.unwrap(lngs, period=360)
    ring = np.column_stack([lngs, lats])
    if abs(lngs[-1] - lngs[0]) < 180:
        return ring
    pole = math.copysign(90, lats.mean())
    return np.vstack([ring, [lngs[-1], pole], [lngs[0], pole], ring[:1]])


def metres_per_pixel(dataset: DatasetReader, path: Path) -> float:
    """What a pixel in the middle of the raster measures on the ground, in metres. Raises `NotOnTheMap`."""
    middle = _footprint(dataset, path).representative_point()
    return _pixel_m(dataset, middle, path) * math.cos(math.radians(middle.y))


def _native_zoom(dataset: DatasetReader, middle: shapely.Point, path: Path) -> int:
    pixel_m = _pixel_m(dataset, middle, path)
    return max(0, min(MAX_ZOOM, round(math.log2(MERCATOR_WORLD_M / TILE_SIZE / pixel_m))))


def _pixel_m(dataset: DatasetReader, middle: shapely.Point, path: Path) -> float:
    """Side of a pixel at a place in degrees, in metres of web mercator."""
    x, y = _transform(DEGREES, dataset.crs, np.array([middle.x]), np.array([middle.y]), path)
    column, row = _apply(~dataset.transform, x, y)
    corners = _apply(dataset.transform, column + np.array([0, 1, 0]), row + np.array([0, 0, 1]))
    xs, ys = _transform(dataset.crs, MERCATOR, *corners, path)
    pixel_m = math.sqrt(abs((xs[1] - xs[0]) * (ys[2] - ys[0]) - (xs[2] - xs[0]) * (ys[1] - ys[0])))
    if not pixel_m:
        raise NotOnTheMap(path, "its pixels have no size")
    return pixel_m


def _apply(
    grid: Affine, columns: NDArray[np.float64], rows: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return grid.a * columns + grid.b * rows + grid.c, grid.d * columns + grid.e * rows + grid.f


def _transform(
    source: CRS, target: CRS, xs: NDArray[np.float64], ys: NDArray[np.float64], path: Path
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if not all(crs.is_geographic or crs.is_projected for crs in (source, target)):
        raise NotOnTheMap(path, "its coordinate reference system is neither geographic nor projected")
    try:
        found = [np.array(values) for values in transform(source, target, xs, ys)]
    except (RasterioError, CPLE_BaseError) as error:
        raise NotOnTheMap(path, "its coordinates cannot be turned into degrees") from error
    if not np.isfinite(found).all():
        raise NotOnTheMap(path, "a part of it has no place on the globe")
    return found[0], found[1]


def _check_number(path: Path, footprint: shapely.Geometry, zoom: int) -> None:
    """Estimated by area, because counting millions of tiles takes long."""
    south, north = (math.asinh(math.tan(math.radians(lat))) for lat in footprint.bounds[1::2])
    box_tiles = (footprint.bounds[2] - footprint.bounds[0]) / 360 * (north - south) / (2 * math.pi) * 4**zoom
    if box_tiles > MAX_TILES:
        raise TooManyTiles(
            f"{path} has up to {box_tiles:.0f} tiles at zoom {zoom} and the limit is {MAX_TILES}; "
            "give a lower --zoom, or cut it into parts."
        )
