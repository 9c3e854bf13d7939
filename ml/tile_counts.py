"""How many tiles cover a region and which, without an object for each of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from ml.tiles import Tile, read_geometry

MAX_CHECKED = 400_000
"""Squares that are compared with the region before the rest is estimated: about three seconds."""

Squares = NDArray[np.int64]
"""(n, 2): x and y of tiles at one zoom."""


class TileCount(NamedTuple):
    n: int
    is_exact: bool


def count_tiles(region: shapely.Geometry, z: int, max_checked: int = MAX_CHECKED) -> TileCount:
    """The number of tiles that `ml.tiles.tiles_in_geometry` gives for a valid Polygon or MultiPolygon in
    degrees.

    Whole branches of the pyramid inside the region are counted at once, so the work grows with the length of
    the outline. An outline that passes through more than `max_checked` squares is estimated instead: a shape
    meets area + 2/pi of its length + 1 cells of a grid, on average over all positions, in units of a cell
    (Santaló, "Integral Geometry and Geometric Probability", 1976, chapter 8). Raises `TileError` for a zoom
    that does not exist.
    """
    Tile(z, 0, 0)
    shapely.prepare(region)
    covered, n_checked = 0, 0
    squares = np.zeros((1, 2), dtype=np.int64)
    for zoom in range(z + 1):
        n_checked += len(squares)
        if n_checked > max_checked:
            return TileCount(max(estimate_tiles(region, z), covered + len(squares) // 4), is_exact=False)
        boxes = _boxes(squares, zoom)
        met = shapely.intersects(region, boxes) & ~shapely.touches(region, boxes)
        if zoom == z:
            return TileCount(covered + int(met.sum()), is_exact=True)
        inside = shapely.covers(region, boxes)
        covered += int(inside.sum()) << 2 * (z - zoom)
        squares = _children(squares[met & ~inside])
    raise AssertionError("the loop ends at the region's zoom")


def squares_in_geometry(geojson: Mapping[str, Any], z: int) -> Squares:
    """int64 (n, 2), x and y of the tiles that `ml.tiles.tiles_in_geometry` gives, in the same order: half a
    million in a second. Raises `TileError` as it does."""
    Tile(z, 0, 0)
    region = read_geometry(geojson)
    shapely.prepare(region)
    found, squares = [], np.zeros((1, 2), dtype=np.int64)
    for zoom in range(z + 1):
        boxes = _boxes(squares, zoom)
        met = shapely.intersects(region, boxes)
        if region.area:
            met &= ~shapely.touches(region, boxes)
        inside = shapely.covers(region, boxes) if zoom < z else met
        found.append(_descendants(squares[inside], z - zoom))
        squares = _children(squares[met & ~inside])
    together = np.concatenate(found)
    return together[np.argsort(quadkey_numbers(together, z))]


def quadkey_numbers(squares: Squares, z: int) -> NDArray[np.int64]:
    """int64 (n,): the quadkeys read as numbers to the base of four; two bits fewer are the parent's."""
    numbers = np.zeros(len(squares), dtype=np.int64)
    for bit in range(z):
        numbers |= (squares[:, 0] >> bit & 1) << 2 * bit
        numbers |= (squares[:, 1] >> bit & 1) << 2 * bit + 1
    return numbers


def estimate_tiles(region: shapely.Geometry, z: int) -> int:
    """About as many, in no time: from the area and the length of the outline, in tiles."""
    flat = to_tile_units(region, z)
    n_parts = shapely.get_num_geometries(flat)
    return round(float(shapely.area(flat) + 2 / math.pi * shapely.length(flat) + n_parts))


def to_tile_units(region: shapely.Geometry, z: int) -> shapely.Geometry:
    """The region on the web-mercator plane, with tiles of side 1 and y counting southwards."""

    def project(points: NDArray[np.float64]) -> NDArray[np.float64]:
        latitudes = np.radians(points[:, 1])
        columns = (points[:, 0] + 180) / 360
        rows = (1 - np.arcsinh(np.tan(latitudes)) / np.pi) / 2
        return np.column_stack([columns, rows]) * (1 << z)

    return shapely.transform(region, project)


def from_tile_units(flat: shapely.Geometry, z: int) -> shapely.Geometry:
    """The inverse of `to_tile_units`: back to degrees."""

    def unproject(points: NDArray[np.float64]) -> NDArray[np.float64]:
        shares = points / (1 << z)
        latitudes = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * shares[:, 1]))))
        return np.column_stack([shares[:, 0] * 360 - 180, latitudes])

    return shapely.transform(flat, unproject)


def _children(squares: Squares) -> Squares:
    corners = np.array([[0, 0], [1, 0], [0, 1], [1, 1]])
    children: Squares = (2 * squares[:, None, :] + corners).reshape(-1, 2)
    return children


def _descendants(squares: Squares, zooms: int) -> Squares:
    if not len(squares):
        return squares
    side = np.arange(1 << zooms)
    corners = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    below: Squares = ((squares << zooms)[:, None, :] + corners).reshape(-1, 2)
    return below


def _boxes(squares: Squares, zoom: int) -> NDArray[np.object_]:
    columns, rows = squares[:, 0], squares[:, 1]
    side = 1 << zoom
    boxes: NDArray[np.object_] = shapely.box(
        columns / side * 360 - 180,
        _edges(rows + 1, side),
        (columns + 1) / side * 360 - 180,
        _edges(rows, side),
    )
    return boxes


def _edges(rows: NDArray[np.int64], side: int) -> NDArray[np.float64]:
    # With `math` as in mercantile, whose last digit differs from numpy's.
    different, where = np.unique(rows, return_inverse=True)
    edges = [math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / side)))) for row in different.tolist()]
    return np.array(edges)[where]
