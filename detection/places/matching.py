"""Which shapes of two sets are the same place, by how much they overlap."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
import shapely.geometry
from numpy.typing import NDArray

SAME_PLACE = 0.1
"""Least intersection over union of two shapes that are one place."""
SAME_SHAPE = 0.9
"""Least intersection over union of shapes that are essentially the same: a decision on one holds for the
other."""
TOUCHED = 0.01
"""Least share of the smaller of two shapes that makes them worth mentioning together."""
DIGITS = 6
"""Decimals of shares: ties must not depend on the last bit."""


@dataclass(frozen=True)
class Overlap:
    """Shapes number `old` and `new` of two sequences: intersection over union, and the intersection's share
    of the smaller."""

    old: int
    new: int
    likeness: float
    covered: float


def to_shape(geometry: Mapping[str, Any]) -> shapely.Geometry:
    shape = shapely.geometry.shape(geometry)
    # Rounded coordinates can make a valid outline touch itself.
    return shape if shape.is_valid else shapely.make_valid(shape)


def find_overlaps(old: Sequence[shapely.Geometry], new: Sequence[shapely.Geometry]) -> list[Overlap]:
    """All pairs that overlap by at least `TOUCHED`. Shares of areas hold in degrees too, where shapes are
    small."""
    if not old or not new:
        return []
    before, after = _array(old), _array(new)
    rows, columns = shapely.STRtree(before).query(after, predicate="intersects")
    common = shapely.area(shapely.intersection(after[rows], before[columns]))
    areas = shapely.area(after)[rows], shapely.area(before)[columns]
    likeness = np.round(common / (areas[0] + areas[1] - common), DIGITS).tolist()
    covered = np.round(common / np.minimum(*areas), DIGITS).tolist()
    pairs = zip(columns.tolist(), rows.tolist(), likeness, covered, strict=True)
    return sorted(
        (Overlap(*pair) for pair in pairs if pair[3] >= TOUCHED), key=lambda pair: (pair.new, pair.old)
    )


def match(overlaps: Iterable[Overlap]) -> dict[int, Overlap]:
    """By number of the new shape: the old one that it continues, each used once, the likest pair first. Of
    equally like pairs the one with the smaller numbers comes first, so callers order their shapes."""
    matched: dict[int, Overlap] = {}
    taken = set()
    for pair in sorted(overlaps, key=lambda pair: (-pair.likeness, pair.old, pair.new)):
        if pair.likeness >= SAME_PLACE and pair.new not in matched and pair.old not in taken:
            matched[pair.new] = pair
            taken.add(pair.old)
    return matched


def likeness(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """Intersection over union of two GeoJSON polygons, 0..1."""
    if one == other:
        return 1.0
    found = find_overlaps([to_shape(one)], [to_shape(other)])
    return found[0].likeness if found else 0.0


def _array(shapes: Sequence[shapely.Geometry]) -> NDArray[np.object_]:
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    return array
