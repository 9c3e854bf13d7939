"""Outlines for show: those of superpixels follow the edges of pixels, which no mine does."""

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from ml.geometry import oriented

METRES_PER_DEGREE = 111_195
CUTS = 2
"""How often corners are cut."""
AREA_STEPS = 3


def smooth_outline(geometry: MultiPolygon, tolerance_m: float) -> MultiPolygon:
    """Polygons in degrees, simplified by about `tolerance_m` metres and with rounded corners, whose area is
    that of `geometry` within a hundredth. For drawing: measure the exact outline instead.

    Corners are cut after Chaikin, "An algorithm for high-speed curve generation", 1974. A shape that would
    not survive it, or lose a part or a hole, is returned as it is.
    """
    west, south, east, north = geometry.bounds
    scale = np.array([math.cos(math.radians((south + north) / 2)), 1.0]) * METRES_PER_DEGREE
    origin = np.array([(west + east) / 2, (south + north) / 2])
    exact = shapely.transform(geometry, lambda points: (points - origin) * scale)
    smooth = MultiPolygon([_smooth(part, tolerance_m) for part in exact.geoms])
    smooth = _with_area(smooth, exact.area)
    if not _is_like(smooth, exact):
        return geometry
    return oriented(shapely.transform(smooth, lambda points: points / scale + origin))


def _smooth(part: Polygon, tolerance_m: float) -> Polygon:
    simple = shapely.simplify(part, tolerance_m, preserve_topology=True)
    return Polygon(_cut(simple.exterior), [_cut(hole) for hole in simple.interiors])


def _cut(ring: shapely.LinearRing) -> NDArray[np.float64]:
    points: NDArray[np.float64] = shapely.get_coordinates(ring)[:-1]
    for _ in range(CUTS):
        after = np.roll(points, -1, axis=0)
        points = np.stack([0.75 * points + 0.25 * after, 0.25 * points + 0.75 * after], axis=1).reshape(-1, 2)
    return points


def _with_area(shape: shapely.Geometry, area: float) -> shapely.Geometry:
    """Cutting corners loses area: moved outwards or inwards until it is back."""
    for _ in range(AREA_STEPS):
        if shape.is_empty or not shape.length:
            break
        shape = shapely.buffer(shape, (area - shape.area) / shape.length, quad_segs=2)
    return shape


def _is_like(shape: shapely.Geometry, exact: shapely.Geometry) -> bool:
    if not shape.is_valid or shape.is_empty or abs(shape.area - exact.area) > 0.01 * exact.area:
        return False
    return _counts(shape) == _counts(exact)


def _counts(shape: shapely.Geometry) -> list[int]:
    return sorted(len(part.interiors) for part in shapely.get_parts(shape))
