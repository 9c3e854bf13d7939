"""Polygons of superpixels in degrees, and their area in hectares."""

import math

import pytest
import shapely
from shapely.geometry import shape

from ml.geometry import area_ha, to_geojson, union_of_superpixels
from ml.tiles import Tile
from tests.factories import HOME_TILE

SQUARE = [(0.0, 0.0), (512.0, 0.0), (512.0, 1024.0), (0.0, 1024.0), (0.0, 0.0)]
EAST = [(column + 512, row) for column, row in SQUARE]
HOLE = [(100.0, 100.0), (100.0, 200.0), (200.0, 200.0), (200.0, 100.0), (100.0, 100.0)]
WHOLE = {1: [SQUARE], 2: [EAST]}

SEMI_MAJOR_M = 6378137.0
ECCENTRICITY_2 = 0.00669437999014


def zone_ha(tile: Tile) -> float:
    """The exact area between parallels and meridians of the WGS 84 ellipsoid (Snyder 1987, eq. 3-12)."""
    e = math.sqrt(ECCENTRICITY_2)

    def q(latitude: float) -> float:
        s = math.sin(math.radians(latitude))
        log = math.log((1 - e * s) / (1 + e * s)) / (2 * e)
        return (1 - ECCENTRICITY_2) * (s / (1 - ECCENTRICITY_2 * s * s) - log)

    west, south, east, north = tile.bounds
    return SEMI_MAJOR_M**2 / 2 * math.radians(east - west) * (q(north) - q(south)) / 10_000


@pytest.mark.parametrize("tile", [HOME_TILE, Tile(16, 32768, 32768), Tile(12, 2200, 900)])
def test_hectares_agree_with_the_ellipsoid_within_half_a_percent(tile: Tile) -> None:
    assert area_ha(union_of_superpixels(tile, WHOLE, [1, 2])) == pytest.approx(zone_ha(tile), rel=0.005)


def test_neighbours_become_one_polygon_at_the_tiles_edges() -> None:
    union = union_of_superpixels(HOME_TILE, WHOLE, [1, 2])
    assert len(union.geoms) == 1
    assert union.bounds == pytest.approx(tuple(HOME_TILE.bounds), abs=1e-9)


def test_only_the_chosen_superpixels_count() -> None:
    west = union_of_superpixels(HOME_TILE, WHOLE, [1])
    middle = (HOME_TILE.bounds.west + HOME_TILE.bounds.east) / 2
    assert west.bounds[2] == pytest.approx(middle)


def test_a_ring_within_a_ring_is_a_hole() -> None:
    solid, holed = ({1: rings} for rings in ([SQUARE], [SQUARE, HOLE]))
    full = area_ha(union_of_superpixels(HOME_TILE, solid, [1]))
    rest = area_ha(union_of_superpixels(HOME_TILE, holed, [1]))
    assert rest / full == pytest.approx(1 - 100 * 100 / (512 * 1024), rel=1e-3)


def test_parts_that_do_not_touch_stay_separate() -> None:
    apart = {1: [HOLE], 2: [[(column + 500, row) for column, row in HOLE]]}
    assert len(union_of_superpixels(HOME_TILE, apart, [1, 2]).geoms) == 2


def test_geojson_turns_anticlockwise_and_keeps_the_area() -> None:
    union = union_of_superpixels(HOME_TILE, WHOLE, [1])
    document = to_geojson(union)
    again = shape(document)
    assert document["type"] == "MultiPolygon" and shapely.is_ccw(again.geoms[0].exterior)
    assert area_ha(again) == pytest.approx(area_ha(union), rel=1e-4)
