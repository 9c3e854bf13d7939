"""Tiles that show what a region looks like: always the same ones, and far from each other."""

from typing import Any

import numpy as np
import shapely
import shapely.geometry
from numpy.typing import NDArray

from campaigns.models.previews import N_POSITIONS
from ml.tile_counts import to_tile_units
from ml.tiles import Tile

CANDIDATES_PER_POSITION = 8
"""Where a tile has no imagery the next one is tried, so many in all."""
N_POINTS = 256

Points = NDArray[np.float64]
"""(n, 2): column and row, in tiles."""


def deal_tiles(region: dict[str, Any], zoom: int, deal: int) -> list[list[Tile]]:
    """For each of three positions the tiles to try, nearest first. The same deal gives the same tiles."""
    flat = to_tile_units(shapely.geometry.shape(region), zoom)
    points = _points_inside(flat, deal)
    centres = _far_apart(points)
    return [_nearest_tiles(points, centre, zoom) for centre in centres]


def _points_inside(flat: shapely.Geometry, deal: int) -> Points:
    """Evenly spread points of the region; of one too thin to be hit, a point of each part."""
    west, south, east, north = flat.bounds
    spread = _halton(1 + deal * N_POINTS, N_POINTS) * [east - west, north - south] + [west, south]
    inside: Points = spread[shapely.contains_xy(flat, spread)]
    if len(inside) >= N_POSITIONS:
        return inside
    parts = [part.representative_point() for part in shapely.get_parts(flat)]
    return np.concatenate([inside, shapely.get_coordinates(parts)])


def _halton(first: int, n: int) -> Points:
    """Halton's sequence in bases 2 and 3, from its element `first`, 0..1."""
    return np.array([[_radical_inverse(i, base) for base in (2, 3)] for i in range(first, first + n)])


def _radical_inverse(number: int, base: int) -> float:
    inverse, weight = 0.0, 1 / base
    while number:
        number, digit = divmod(number, base)
        inverse, weight = inverse + digit * weight, weight / base
    return inverse


def _far_apart(points: Points) -> list[Points]:
    """The first point, the one farthest from it, and the one farthest from both."""
    chosen = [points[0]]
    while len(chosen) < N_POSITIONS:
        distances = np.min([np.linalg.norm(points - one, axis=1) for one in chosen], axis=0)
        chosen.append(points[int(np.argmax(distances))])
    return chosen


def _nearest_tiles(points: Points, centre: Points, zoom: int) -> list[Tile]:
    order = np.argsort(np.linalg.norm(points - centre, axis=1), kind="stable")
    side = (1 << zoom) - 1
    cells = dict.fromkeys((int(column), int(row)) for column, row in points[order])
    tiles = [Tile(zoom, min(max(x, 0), side), min(max(y, 0), side)) for x, y in cells]
    return tiles[:CANDIDATES_PER_POSITION]
