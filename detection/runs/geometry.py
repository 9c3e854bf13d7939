"""Polygons of superpixels in degrees, and their area."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from shapely.geometry import MultiPolygon, Polygon, mapping
from shapely.geometry.polygon import orient

from ml.tiles import TILE_SIZE, Tile, pixel_to_lnglat

Ring = Sequence[tuple[float, float]]
DECIMALS = 7
"""Decimals of a degree: about a centimetre."""
SQUARE_METRES_PER_HECTARE = 10_000
WGS84 = Geod(ellps="WGS84")


def union_of_superpixels(
    tile: Tile, outlines: Mapping[int, Sequence[Ring]], numbers: Iterable[int], size: int = TILE_SIZE
) -> MultiPolygon:
    """The union of some superpixels of a tile, in degrees.

    `outlines` holds rings of (column, row) in a picture `size` pixels wide; a ring inside a ring is a hole.
    """
    areas = [_area(outlines[number]) for number in numbers if number in outlines]
    union = shapely.union_all(areas)

    def to_degrees(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array([pixel_to_lnglat(tile, row, column, size) for column, row in points])

    return oriented(shapely.transform(union, to_degrees))


def oriented(geometry: shapely.Geometry) -> MultiPolygon:
    # Outer rings anticlockwise, as RFC 7946 asks.
    return MultiPolygon([orient(part) for part in shapely.get_parts(geometry) if isinstance(part, Polygon)])


def _area(rings: Sequence[Ring]) -> shapely.Geometry:
    # The even-odd rule.
    filled = [Polygon(ring) for ring in rings if len(ring) >= 4]
    return reduce(shapely.symmetric_difference, filled, Polygon())


def area_ha(geometry: shapely.Geometry) -> float:
    square_metres, _ = WGS84.geometry_area_perimeter(geometry)
    return float(abs(square_metres)) / SQUARE_METRES_PER_HECTARE


def to_geojson(geometry: shapely.Geometry) -> dict[str, Any]:
    rounded = shapely.transform(geometry, lambda points: np.round(points, DECIMALS))
    return {"type": rounded.geom_type, "coordinates": _as_lists(mapping(rounded)["coordinates"])}


def _as_lists(coordinates: Any) -> Any:
    return (
        [_as_lists(part) for part in coordinates]
        if isinstance(coordinates, tuple | list)
        else float(coordinates)
    )
