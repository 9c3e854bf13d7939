"""GeoJSON that anybody may have written, read into polygons. Only the form is checked here."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from campaigns.errors import InvalidRegion
from imagery.messages import Message, Words
from imagery.messages import message as _

MAX_DEPTH = 8
"""Of collections inside collections."""
MAX_VERTICES = 1_000_000

Points = NDArray[np.float64]
"""(n, 2): longitude or easting, latitude or northing."""
Rings = list[Points]
"""Outline, then holes."""


def read_text(text: str) -> Any:
    """GeoJSON, or a box as west,south,east,north, as pasted or sent. Raises `InvalidRegion`."""
    if not text.strip():
        raise InvalidRegion(_("There is no region yet. Draw one on the map, upload a file, or give a box."))
    box = box_in(text)
    if box is not None:
        return box
    try:
        return json.loads(text)
    except ValueError as error:
        raise InvalidRegion(
            _("This is not GeoJSON: it cannot be read as JSON (%(error)s). Paste the whole file.")
            % {"error": str(error)[:100]}
        ) from error
    except RecursionError as error:
        raise InvalidRegion(too_deep()) from error


def box_in(text: str) -> dict[str, Any] | None:
    """None where the text is no four numbers. Raises `InvalidRegion` for a box without width or height."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    if not (west != east and south < north):
        raise InvalidRegion(
            _("A box is west, south, east, north in degrees; the south lies below the north.")
        )
    east += 360 if east < west else 0
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def polygons_in(geojson: Any) -> list[Rings]:
    """All polygons of a geometry, Feature or collection. Raises `InvalidRegion`."""
    found: list[Rings] = []
    others: set[Words] = set()
    n_vertices = 0
    for kind, coordinates in _geometries(geojson, 0):
        if kind not in ("Polygon", "MultiPolygon"):
            others.add(kind)
            continue
        for rings in [coordinates] if kind == "Polygon" else _list(coordinates):
            found.append([_points(ring) for ring in _list(rings)])
            n_vertices += sum(len(ring) for ring in found[-1])
            if n_vertices > MAX_VERTICES:
                raise too_many_vertices()
    if others:
        raise InvalidRegion(only_areas(others))
    return [rings for rings in found if rings]


def only_areas(kinds: set[Words]) -> Message:
    return _("There are shapes that enclose nothing (%(kinds)s). Draw an area: a polygon or a rectangle.") % {
        "kinds": sorted(kinds, key=str)
    }


def too_deep() -> Message:
    return _("The GeoJSON is nested too deeply. Save the region as one polygon or multipolygon.")


def too_many_vertices() -> InvalidRegion:
    return InvalidRegion(
        _("The outline has more than %(most)d points. Simplify it, or draw the region.")
        % {"most": MAX_VERTICES}
    )


def _geometries(given: Any, depth: int) -> Iterator[tuple[str, Any]]:
    if depth > MAX_DEPTH:
        raise InvalidRegion(too_deep())
    kind = given.get("type") if isinstance(given, dict) else None
    if kind == "FeatureCollection":
        for feature in _list(given.get("features")):
            yield from _geometries(feature, depth + 1)
    elif kind == "Feature":
        if given.get("geometry") is not None:
            yield from _geometries(given["geometry"], depth + 1)
    elif kind == "GeometryCollection":
        for geometry in _list(given.get("geometries")):
            yield from _geometries(geometry, depth + 1)
    elif kind in SHAPES:
        yield kind, given.get("coordinates")
    else:
        raise not_geojson()


SHAPES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")


def not_geojson() -> InvalidRegion:
    return InvalidRegion(
        _(
            "The region must be a GeoJSON polygon in longitude and latitude. Draw it on the map, or upload a "
            "file."
        )
    )


def _list(given: Any) -> list[Any]:
    if not isinstance(given, list | tuple):
        raise not_geojson()
    return list(given)


def _points(ring: Any) -> Points:
    try:
        # Heights are dropped, also where only some points have one.
        points = np.array([point[:2] for point in _list(ring)])
    except (TypeError, ValueError, IndexError, KeyError) as error:
        raise not_geojson() from error
    if points.ndim != 2 or points.shape[1] != 2 or points.dtype.kind not in "iuf":
        raise not_geojson()
    return points.astype(np.float64)


def polygon_of(rings: Rings) -> shapely.Polygon | None:
    """A polygon of closed rings; None where the outline has fewer than three different points."""
    outline, *holes = rings
    if not _encloses(outline):
        return None
    return shapely.Polygon(outline, [hole for hole in holes if _encloses(hole)])


def _encloses(ring: Points) -> bool:
    return len(np.unique(ring, axis=0)) >= 3
