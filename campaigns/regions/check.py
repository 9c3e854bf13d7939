"""The one way in for a region: what a person drew, pasted or sent becomes a geometry that can be searched, or
words that say why not."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from django.conf import settings
from pyproj import Geod

from campaigns.errors import InvalidRegion, TooManyTiles
from campaigns.regions.coordinates import cut_at_edges, put_right
from campaigns.regions.geojson import Rings, polygon_of, polygons_in
from campaigns.regions.mending import Spot, drop_slivers, mend, only_polygons, rounded, simplify
from imagery.messages import Words
from imagery.messages import message as _
from ml.tile_counts import TileCount, count_tiles
from ml.tiles import Bounds

EARTH = Geod(ellps="WGS84")
LONGEST_EDGE = 0.25
"""Degrees, for the area: GeoJSON's lines are straight in degrees, geodesics are not."""


@dataclass(frozen=True)
class CheckedRegion:
    """A region as it may be stored."""

    geometry: dict[str, Any]
    """GeoJSON Polygon or MultiPolygon, longitude and latitude in degrees (EPSG:4326), RFC 7946."""
    n_tiles: int
    is_exact: bool
    """Whether `n_tiles` was counted; False for an estimate, where the outline is very long."""
    area_km2: float
    bounds: Bounds
    """In degrees; a region on both sides of the antimeridian spans all longitudes."""
    notes: tuple[Words, ...] = ()
    """What was mended or looks wrong, for the person who drew it."""
    spots: tuple[Spot, ...] = ()
    """Longitude and latitude of the places that were mended."""


def check_region(geojson: Any, zoom: int, extent: Bounds | None = None) -> CheckedRegion:
    """The region to be stored, from a parsed GeoJSON geometry, Feature or collection; of several polygons
    their union. `extent` is that of the imagery, if known: it raises doubts, and nothing is cut to it.

    Raises `InvalidRegion` with words for the person. Nothing may store a region that has not been here.
    """
    return check_polygons(polygons_in(geojson), zoom, extent)


def check_polygons(
    polygons: list[Rings], zoom: int, extent: Bounds | None = None, notes: Sequence[Words] = ()
) -> CheckedRegion:
    """The same for polygons that were read from a file. `notes` are about the file."""
    turned, swapped = put_right(_some(polygons))
    shapes = [shape for shape in map(polygon_of, turned) if shape is not None]
    region, spots, mended = mend(_some(shapes))
    said = [*notes, *swapped, *mended]
    region, more = cut_at_edges(_not_empty(region))
    said += more
    for step in (simplify, drop_slivers):
        region, more = step(_not_empty(region), zoom)
        said += more
    region = _not_empty(rounded(_not_empty(region)))
    count = _bounded_count(region, zoom)
    return CheckedRegion(
        geometry=json.loads(shapely.to_geojson(region)),
        n_tiles=count.n,
        is_exact=count.is_exact,
        area_km2=area_km2(region),
        bounds=Bounds(*region.bounds),
        notes=(*said, *_doubts(region, extent)),
        spots=tuple(spots),
    )


def area_km2(region: shapely.Geometry) -> float:
    square_metres, _perimeter = EARTH.geometry_area_perimeter(shapely.segmentize(region, LONGEST_EDGE))
    return abs(float(square_metres)) / 1e6


def _some(found: list[Any]) -> list[Any]:
    if not found:
        raise empty()
    return found


def empty() -> InvalidRegion:
    return InvalidRegion(_("The region is empty: it encloses no land. Draw a polygon or a rectangle."))


def _not_empty(region: shapely.Geometry) -> shapely.Geometry:
    if not len(only_polygons([region])):
        raise empty()
    return region


def _bounded_count(region: shapely.Geometry, zoom: int) -> TileCount:
    count = count_tiles(region, zoom)
    if count.n > settings.MAX_REGION_TILES:
        raise TooManyTiles(
            _(
                "The region has about %(n)s tiles at zoom %(zoom)d, and %(most)s are the most. Choose a "
                "lower zoom or a smaller area."
            )
            % {"n": _grouped(count.n), "zoom": zoom, "most": _grouped(settings.MAX_REGION_TILES)}
        )
    return count


def _grouped(n: int) -> str:
    """2 000 000, which every language reads; the message may be stored."""
    return f"{n:,}".replace(",", "\N{NO-BREAK SPACE}")


def _doubts(region: shapely.Geometry, extent: Bounds | None) -> list[Words]:
    if extent is None or shapely.intersects(region, shapely.box(*extent)):
        return []
    swapped = shapely.transform(region, lambda points: points[:, ::-1])
    if shapely.intersects(swapped, shapely.box(*extent)):
        return [
            _(
                "The imagery does not reach here, but it does with longitude and latitude the other way "
                "round. Are they swapped?"
            )
        ]
    return [_("No part of the region lies on the imagery. Check the place, or the imagery.")]
