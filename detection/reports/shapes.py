"""What a reader draws around a missing place: anybody may send anything."""

import json
from typing import Any

import shapely
import shapely.geometry
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaigns.regions.check import area_km2

MAX_LENGTH = 20_000
"""Characters of GeoJSON; 200 corners take half of that."""
MAX_CORNERS = 200
MAX_KM2 = 50


def read_shape(text: str) -> shapely.MultiPolygon | None:
    """None for a drawing without polygons. Raises ValidationError."""
    polygons = _polygons(text)
    if not polygons:
        return None
    if sum(len(ring) - 1 for rings in polygons for ring in rings) > MAX_CORNERS:
        raise ValidationError(
            _("The outline has more than %(n)d corners. Draw it more roughly.") % {"n": MAX_CORNERS}
        )
    shape = _valid(polygons)
    west, south, east, north = shape.bounds
    if not (west >= -180 and east <= 180 and south >= -85 and north <= 85):
        raise ValidationError(_not_a_drawing())
    if area_km2(shape) > MAX_KM2:
        raise ValidationError(_("The outline holds more than %(n)d km². Draw one place.") % {"n": MAX_KM2})
    return shape


def as_geojson(shape: shapely.MultiPolygon) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shapely.to_geojson(shape))
    return found


def _polygons(text: str) -> list[list[list[list[float]]]]:
    """The rings of each polygon of a GeoJSON Polygon or MultiPolygon."""
    try:
        given = json.loads(text)
        kind, coordinates = given["type"], given["coordinates"]
        polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}[kind]
        return [[[[float(x), float(y)] for x, y in ring] for ring in rings] for rings in polygons if rings]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ValidationError(_not_a_drawing()) from error


def _valid(polygons: list[list[list[list[float]]]]) -> shapely.MultiPolygon:
    try:
        drawn = [shapely.make_valid(shapely.Polygon(outline, holes)) for outline, *holes in polygons]
        merged = shapely.union_all(drawn)
    except (ValueError, shapely.errors.GEOSException) as error:
        raise ValidationError(_not_a_drawing()) from error
    inner = shapely.get_parts(shapely.get_parts(merged))  # a collection may hold a multipolygon
    parts = [part for part in inner if part.geom_type == "Polygon" and part.area > 0]
    if not parts:
        raise ValidationError(_("The outline holds no ground. Draw it anew."))
    return shapely.MultiPolygon(parts)


def _not_a_drawing() -> str:
    return _("The outline could not be read. Draw it anew, or give a point.")
