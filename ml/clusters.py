"""What touches or lies near each other, as groups. NumPy and Shapely alone, for web processes too."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

EQUATOR_M = 2 * np.pi * 6_378_137.0
Pairs = NDArray[np.int64]


def group(n: int, pairs: Pairs) -> NDArray[np.int64]:
    """The connected groups of `n` things, of which `pairs` (m, 2) belong together: the number of each thing's
    group, int64 (n,), from 0 in the order of the smallest member."""
    root = np.arange(n)
    one, other = pairs[:, 0], pairs[:, 1]
    while True:
        ends = root[one], root[other]
        if np.array_equal(*ends):
            return np.unique(root, return_inverse=True)[1].astype(np.int64)
        np.minimum.at(root, np.maximum(*ends), np.minimum(*ends))
        while not np.array_equal(root, above := root[root]):
            root = above


def near_pairs(shapes: Sequence[shapely.Geometry], distance_m: float) -> tuple[Pairs, NDArray[np.float64]]:
    """Pairs of shapes in degrees that lie at most `distance_m` metres apart, (m, 2) with the smaller number
    first, and how far, float64 (m,); pairs that touch included, at 0.

    Distances are those of the web-mercator plane times its scale half-way between both: right to a per mille
    for a kilometre.
    """
    if distance_m <= 0 or len(shapes) < 2:
        return np.empty((0, 2), dtype=np.int64), np.empty(0)
    plane = np.empty(len(shapes), dtype=object)
    plane[:] = [shapely.transform(shape, to_plane) for shape in shapes]
    bounds = shapely.bounds(np.asarray(shapes, dtype=object))
    scale = np.cos(np.radians((bounds[:, 1] + bounds[:, 3]) / 2))
    found = shapely.STRtree(plane).query(plane, predicate="dwithin", distance=distance_m / scale.min())
    one, other = found[:, found[0] < found[1]]
    metres = shapely.distance(plane[one], plane[other]) * (scale[one] + scale[other]) / 2
    near = metres <= distance_m
    return np.column_stack([one[near], other[near]]), metres[near]


def to_plane(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Longitudes and latitudes in degrees (n, 2) as metres of the web-mercator plane, true at the equator."""
    radians = np.radians(points)
    y = np.arctanh(np.sin(radians[:, 1]))
    return np.column_stack([radians[:, 0], y]) * EQUATOR_M / (2 * np.pi)
