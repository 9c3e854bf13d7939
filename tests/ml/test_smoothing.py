"""Outlines for show."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.geometry import area_ha, to_degrees
from ml.smoothing import smooth_outline

ZOOM = 16
CORNER = np.array([38_000_000.0, 22_000_000.0])
"""World pixels: near 49 degrees north."""


def stairs(radius: int, step: int = 1) -> shapely.MultiPolygon:
    """A disc of squares, in degrees."""
    cells = np.argwhere(np.hypot(*np.mgrid[-radius : radius + 1, -radius : radius + 1]) <= radius) - radius
    squares = [shapely.box(x * step, y * step, (x + 1) * step, (y + 1) * step) for y, x in cells]
    union = shapely.transform(shapely.union_all(squares), lambda points: points + CORNER)
    return to_degrees(union, ZOOM)


def test_stairs_become_a_curve_of_the_same_area() -> None:
    exact = stairs(40)
    smooth = smooth_outline(exact, 2.0)
    assert area_ha(smooth) == pytest.approx(area_ha(exact), rel=0.01)
    assert smooth.intersection(exact).area > 0.97 * exact.area
    assert _sharpest(smooth) < 50 < 89 < _sharpest(exact)


def _sharpest(shape: shapely.MultiPolygon) -> float:
    """The sharpest turn of the outer rings in degrees, of lines longer than rounding."""
    sharpest = 0.0
    for part in shape.geoms:
        points = shapely.get_coordinates(part.exterior) * (np.cos(np.radians(part.centroid.y)), 1)
        steps = np.diff(np.vstack([points, points[1]]), axis=0)
        turns = np.degrees(np.diff(np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))))
        sharpest = max(sharpest, float(np.abs(turns).max()))
    return sharpest


def test_a_hole_stays() -> None:
    exact = shapely.MultiPolygon([stairs(40).geoms[0].difference(stairs(12).geoms[0])])
    assert len(smooth_outline(exact, 2.0).geoms[0].interiors) == 1


def test_a_shape_that_would_vanish_stays_as_it_is() -> None:
    exact = stairs(1)
    assert smooth_outline(exact, 50.0).area == pytest.approx(exact.area, rel=0.01)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), share=st.floats(0.2, 0.9))
def test_whatever_the_shape_the_outline_is_valid_and_has_its_area_and_parts(seed: int, share: float) -> None:
    cells = np.argwhere(np.random.default_rng(seed).random((6, 6)) < share)
    squares = [shapely.box(x * 40, y * 40, (x + 1) * 40, (y + 1) * 40) for y, x in cells]
    union = shapely.transform(shapely.union_all(squares), lambda points: points + CORNER)
    exact = to_degrees(union, ZOOM)
    smooth = smooth_outline(exact, 2.0)
    assert smooth.is_valid
    assert smooth.area == pytest.approx(exact.area, rel=0.01)
    assert len(smooth.geoms) == len(exact.geoms)
