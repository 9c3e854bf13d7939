"""Outlines that cross themselves, slivers, and more points than the tiles can tell."""

import re

import numpy as np
import shapely
from numpy.typing import NDArray

from campaigns.errors import InvalidRegion
from imagery.messages import Words
from imagery.messages import message as _
from imagery.messages import plural_message as ngettext
from ml.tile_counts import from_tile_units, to_tile_units

MAX_SPOTS = 100
MIN_AREA = 1e-4
"""In tiles: about 10 x 10 pixels. What is smaller was drawn by mistake."""
MANY_VERTICES = 5000
"""From here on an outline is simplified."""
MAX_KEPT_VERTICES = 30_000
TOLERANCE = 0.1
"""How far a simplified outline may stray, in tiles."""
GRID = 1e-7
"""Degrees: about a centimetre."""

Spot = tuple[float, float]


def mend(polygons: list[shapely.Polygon]) -> tuple[shapely.Geometry, list[Spot], list[Words]]:
    """One valid geometry of all polygons, and where outlines crossed themselves, in degrees. What an outline
    goes round twice belongs to it."""
    are_valid = shapely.is_valid(polygons)
    broken = [polygon for polygon, is_valid in zip(polygons, are_valid, strict=True) if not is_valid]
    whole = shapely.make_valid(polygons, method="structure", keep_collapsed=False)
    region = shapely.union_all(only_polygons(whole))
    if not broken:
        return region, [], []
    spots = [spot for polygon in broken for spot in _crossings(polygon)][:MAX_SPOTS]
    note = ngettext(
        "An outline crossed itself and was mended. Check the marked place on the map.",
        "%(count)d outlines crossed themselves and were mended. Check the marked places on the map.",
        len(broken),
    )
    return region, spots, [note]


def only_polygons(shapes: NDArray[np.object_] | list[shapely.Geometry]) -> NDArray[np.object_]:
    parts = shapely.get_parts(shapely.get_parts(shapes))
    are_polygons = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    polygons: NDArray[np.object_] = parts[are_polygons & ~shapely.is_empty(parts)]
    return polygons


def _crossings(polygon: shapely.Polygon) -> list[Spot]:
    pieces = shapely.get_parts(shapely.node(polygon.boundary))
    ends = np.array([shapely.get_coordinates(piece)[[0, -1]] for piece in pieces]).reshape(-1, 2)
    points, degrees = np.unique(ends, axis=0, return_counts=True)
    crossings = [(x, y) for x, y in points[degrees > 2][:MAX_SPOTS].tolist()]
    return crossings or _spot_of_reason(shapely.is_valid_reason(polygon))


def _spot_of_reason(reason: str) -> list[Spot]:
    """Of a hole outside its outline, for example: “Hole lies outside shell[27.5 51.3]”."""
    found = re.search(r"\[(\S+) (\S+)\]", reason)
    return [(float(found[1]), float(found[2]))] if found else []


def simplify(region: shapely.Geometry, zoom: int) -> tuple[shapely.Geometry, list[Words]]:
    """The same within a tenth of a tile, if it has thousands of points. Raises `InvalidRegion` when too many
    are left even so."""
    before = shapely.get_num_coordinates(region)
    if before <= MANY_VERTICES:
        return region, []
    flat = shapely.simplify(to_tile_units(region, zoom), TOLERANCE, preserve_topology=True)
    after = shapely.get_num_coordinates(flat)
    if after > MAX_KEPT_VERTICES:
        raise InvalidRegion(
            _(
                "The outline has %(n)d points, even after simplification. Simplify it to %(most)d, or draw "
                "the region."
            )
            % {"n": int(after), "most": MAX_KEPT_VERTICES}
        )
    note = _(
        "The outline was simplified from %(before)d points to %(after)d; it moved by less than a "
        "tenth of a tile."
    )
    return from_tile_units(flat, zoom), [note % {"before": int(before), "after": int(after)}]


def drop_slivers(region: shapely.Geometry, zoom: int) -> tuple[shapely.Geometry, list[Words]]:
    parts = only_polygons([region])
    are_large = shapely.area([to_tile_units(part, zoom) for part in parts]) >= MIN_AREA
    n_dropped = int((~are_large).sum())
    if n_dropped in (0, len(parts)):
        return region, []
    note = ngettext(
        "A sliver, smaller than 10 × 10 pixels, was dropped.",
        "%(count)d slivers, each smaller than 10 × 10 pixels, were dropped.",
        n_dropped,
    )
    return shapely.MultiPolygon(list(parts[are_large])), [note]


def rounded(region: shapely.Geometry) -> shapely.Geometry:
    """To a centimetre, still valid, outlines counter-clockwise as RFC 7946 says."""
    parts = only_polygons([shapely.set_precision(region, GRID)])
    return shapely.orient_polygons(parts[0] if len(parts) == 1 else shapely.MultiPolygon(list(parts)))
