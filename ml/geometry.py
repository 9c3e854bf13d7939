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

from ml.tiles import TILE_SIZE, Tile

Ring = Sequence[tuple[float, float]]
DECIMALS = 7
"""Decimals of a degree: about a centimetre."""
SQUARE_METRES_PER_HECTARE = 10_000
WGS84 = Geod(ellps="WGS84")


def union_of_superpixels(
    tile: Tile, outlines: Mapping[int, Sequence[Ring]], numbers: Iterable[int], size: int = TILE_SIZE
) -> MultiPolygon:
    """The union of some superpixels of a tile, in degrees, outer rings anticlockwise (RFC 7946).

    `outlines` holds rings of (column, row) in a picture `size` pixels wide; a ring inside a ring is a hole.
    Numbers without an outline are ignored.
    """
    areas = [fill_rings(outlines[number]) for number in numbers if number in outlines]
    corner = np.array([tile.x, tile.y]) * size
    union = shapely.transform(shapely.union_all(areas), lambda points: points + corner)
    return to_degrees(union, tile.z, size)


def fill_rings(rings: Sequence[Ring]) -> shapely.Geometry:
    """The area of closed rings, filled by the even-odd rule, in the unit of the rings."""
    filled = [Polygon(ring) for ring in rings if len(ring) >= 4]
    return reduce(shapely.symmetric_difference, filled, Polygon())


def to_degrees(geometry: shapely.Geometry, zoom: int, size: int = TILE_SIZE) -> MultiPolygon:
    """Polygons in world pixels of a zoom as polygons in degrees, outer rings anticlockwise.

    World pixels are (column, row) from the upper left corner of tile 0/0 of `zoom`, with tiles `size` pixels
    wide. Parts that are not polygons are dropped.
    """
    side = size << zoom

    def place(points: NDArray[np.float64]) -> NDArray[np.float64]:
        longitudes = points[:, 0] / side * 360 - 180
        latitudes = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * points[:, 1] / side))))
        return np.column_stack([longitudes, latitudes])

    return oriented(shapely.transform(geometry, place))


def oriented(geometry: shapely.Geometry) -> MultiPolygon:
    """The polygons of a geometry with outer rings anticlockwise and holes clockwise, as RFC 7946 asks."""
    return MultiPolygon([orient(part) for part in shapely.get_parts(geometry) if isinstance(part, Polygon)])


def area_ha(geometry: shapely.Geometry) -> float:
    """Geodesic area in hectares, on the WGS 84 ellipsoid, of a geometry in degrees."""
    square_metres, _ = WGS84.geometry_area_perimeter(geometry)
    return float(abs(square_metres)) / SQUARE_METRES_PER_HECTARE


def to_geojson(geometry: shapely.Geometry, decimals: int = DECIMALS) -> dict[str, Any]:
    """A GeoJSON geometry with coordinates rounded to `decimals` decimals of a degree."""
    rounded = shapely.transform(geometry, lambda points: np.round(points, decimals))
    return {"type": rounded.geom_type, "coordinates": _as_lists(mapping(rounded)["coordinates"])}


def _as_lists(coordinates: Any) -> Any:
    return (
        [_as_lists(part) for part in coordinates]
        if isinstance(coordinates, tuple | list)
        else float(coordinates)
    )
