"""What becomes of a region that somebody drew, pasted or sent."""

import json
import math
import time
from typing import Any

import numpy as np
import pytest
import shapely
import shapely.geometry
from pytest_django import Settings

from campaigns.errors import InvalidRegion
from campaigns.regions.check import check_region
from campaigns.regions.geojson import read_text
from ml.tiles import Bounds, tiles_in_geometry

ZOOM = 14


def ring(*points: tuple[float, float]) -> list[list[float]]:
    return [list(point) for point in (*points, points[0])]


def polygon(*points: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring(*points)]}


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    return polygon((west, south), (east, south), (east, north), (west, north))


HOME = box(27.4, 51.2, 27.6, 51.4)


def shape_of(geojson: Any, zoom: int = ZOOM) -> Any:
    found = check_region(geojson, zoom).geometry
    assert found["type"] in ("Polygon", "MultiPolygon")
    shape = shapely.geometry.shape(found)
    assert shape.is_valid and not shape.is_empty
    return shape


def words(geojson: Any, zoom: int = ZOOM, **more: Any) -> str:
    return " ".join(str(note) for note in check_region(geojson, zoom, **more).notes)


def refusal(geojson: Any, zoom: int = ZOOM) -> str:
    with pytest.raises(InvalidRegion) as raised:
        check_region(geojson, zoom)
    return str(raised.value)


def test_a_box_comes_back_with_its_tiles_its_area_and_nothing_to_say() -> None:
    found = check_region(HOME, ZOOM)
    assert shapely.geometry.shape(found.geometry).equals(shapely.box(27.4, 51.2, 27.6, 51.4))
    assert (found.n_tiles, found.is_exact) == (sum(1 for _ in tiles_in_geometry(HOME, ZOOM)), True)
    assert found.area_km2 == pytest.approx(13.95 * 22.25, rel=0.01)
    assert found.bounds == (27.4, 51.2, 27.6, 51.4)
    assert found.notes == found.spots == ()


def test_the_area_is_that_of_the_ellipsoid() -> None:
    """Between two parallels and two meridians it has a closed form."""
    a, e = 6378137.0, math.sqrt(0.00669437999014)

    def below(latitude: float) -> float:
        s = math.sin(math.radians(latitude))
        return a * a * (1 - e * e) / 2 * (s / (1 - e * e * s * s) + math.atanh(e * s) / e)

    wanted = math.radians(10) * (below(52) - below(50)) / 1e6
    assert check_region(box(20, 50, 30, 52), 10).area_km2 == pytest.approx(wanted, rel=1e-5)


@pytest.mark.parametrize(
    "given",
    [
        {"type": "Feature", "properties": None, "geometry": HOME},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": HOME}]},
        {"type": "GeometryCollection", "geometries": [HOME]},
        {"type": "MultiPolygon", "coordinates": [HOME["coordinates"]]},
        {"type": "Polygon", "coordinates": [[[*point, 120.5] for point in HOME["coordinates"][0]]]},
        {"type": "Polygon", "coordinates": [HOME["coordinates"][0][:-1]]},
        {"type": "Polygon", "coordinates": [HOME["coordinates"][0][::-1]]},
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "GeometryCollection", "geometries": [HOME]},
        },
    ],
)
def test_every_way_to_write_a_polygon_gives_the_same(given: Any) -> None:
    shape = shape_of(given)
    assert shape.equals(shapely.box(27.4, 51.2, 27.6, 51.4))
    assert shape.exterior.is_ccw


def test_overlapping_features_are_united_and_a_feature_without_geometry_is_passed_over() -> None:
    features: list[Any] = [
        {"type": "Feature", "geometry": part} for part in (HOME, box(27.5, 51.2, 27.8, 51.4), None)
    ]
    shape = shape_of({"type": "FeatureCollection", "features": features})
    assert shape.equals(shapely.box(27.4, 51.2, 27.8, 51.4))


@pytest.mark.parametrize(
    "given",
    [
        "hello",
        None,
        7,
        [],
        [[27, 51], [28, 52]],
        {},
        {"type": "Box"},
        {"type": ["Polygon"]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": "hello"},
        {"type": "Polygon", "coordinates": [["ab", "cd", "ef", "ab"]]},
        {"type": "Polygon", "coordinates": [[["27", "51"], ["28", "51"], ["28", "52"], ["27", "51"]]]},
        {"type": "Polygon", "coordinates": [[[27, 51], [28], [28, 52], [27, 51]]]},
        {"type": "Polygon", "coordinates": [[[True, False], [True, True], [False, True], [True, False]]]},
        {"type": "Polygon", "coordinates": [[[10**400, 51], [28, 51], [28, 52], [27, 51]]]},
        {"type": "Polygon", "coordinates": [[27, 51, 28, 52]]},
        {"type": "Polygon", "coordinates": [[{}, {}, {}]]},
        {"type": "FeatureCollection", "features": {"0": HOME}},
        {"type": "FeatureCollection", "features": ["hello"]},
        {"type": "Feature", "geometry": "hello"},
    ],
)
def test_what_is_no_geojson_is_refused(given: Any) -> None:
    assert "must be a GeoJSON polygon in longitude and latitude" in refusal(given)


@pytest.mark.parametrize(
    "given",
    [
        {"type": "Point", "coordinates": [27.5, 51.3]},
        {"type": "LineString", "coordinates": [[27, 51], [28, 52]]},
        {
            "type": "GeometryCollection",
            "geometries": [HOME, {"type": "MultiPoint", "coordinates": [[27, 51]]}],
        },
    ],
)
def test_points_and_lines_are_refused_with_what_to_do(given: Any) -> None:
    assert "Draw an area" in refusal(given)


@pytest.mark.parametrize(
    "given",
    [
        {"type": "FeatureCollection", "features": []},
        {"type": "Polygon", "coordinates": []},
        {"type": "MultiPolygon", "coordinates": [[]]},
        polygon((27, 51), (27, 51), (27, 51)),
        polygon((27, 51), (28, 52), (27, 51)),
        polygon((27, 51), (27.5, 51.5), (28, 52)),
        polygon((27, 86), (28, 86), (28, 87)),
    ],
)
def test_what_encloses_nothing_is_refused(given: Any) -> None:
    assert "encloses no land" in refusal(given)


def test_latitude_first_is_put_right_where_it_is_certain_and_told() -> None:
    swapped = polygon((10.0, 105.0), (10.2, 105.0), (10.2, 105.3), (10.0, 105.3))
    assert shape_of(swapped).bounds == (105, 10, 105.3, 10.2)
    assert "Latitude came first" in words(swapped)


def test_latitude_first_is_suspected_where_only_the_other_way_round_meets_the_imagery() -> None:
    swapped = polygon((51.2, 27.4), (51.4, 27.4), (51.4, 27.6), (51.2, 27.6))
    assert "swapped?" in words(swapped, extent=Bounds(27, 51, 28, 52))
    assert "No part of the region lies on the imagery" in words(swapped, extent=Bounds(5, 5, 6, 6))
    assert words(HOME, extent=Bounds(27, 51, 28, 52)) == words(swapped) == ""


def test_metres_are_recognised() -> None:
    utm = polygon((388_000, 5_672_000), (402_000, 5_672_000), (402_000, 5_694_000), (388_000, 5_694_000))
    assert "look like metres" in refusal(utm) and ".prj" in refusal(utm)
    mercator = polygon((3_000_000, 6_600_000), (3_010_000, 6_600_000), (3_010_000, 6_610_000))
    assert "look like metres" in refusal(mercator)


def test_a_latitude_that_does_not_exist_is_named() -> None:
    assert "a latitude of 120" in refusal(polygon((100, 51), (101, 51), (101, 120)))


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -float("inf")])
def test_a_coordinate_that_is_no_number_is_refused(bad: float) -> None:
    assert "not a number" in refusal(polygon((27, 51), (28, bad), (28, 52)))


@pytest.mark.parametrize(
    "given",
    [
        polygon((179.9, 51), (-179.9, 51), (-179.9, 51.1), (179.9, 51.1)),
        box(179.9, 51, 180.1, 51.1),
        box(-180.1, 51, -179.9, 51.1),
    ],
)
def test_a_region_over_the_antimeridian_is_cut_there(given: Any) -> None:
    parts = sorted(part.bounds for part in shape_of(given).geoms)
    assert parts == [(-180, 51, -179.9, 51.1), (179.9, 51, 180, 51.1)]
    assert "180th meridian" in words(given)
    assert check_region(given, ZOOM).area_km2 == pytest.approx(
        check_region(box(27, 51, 27.2, 51.1), ZOOM).area_km2
    )


def test_a_hole_goes_with_its_outline_over_the_antimeridian() -> None:
    outline, hole = box(179, 51, 181, 52)["coordinates"][0], box(-179.8, 51.4, -179.6, 51.6)["coordinates"][0]
    shape = shape_of({"type": "Polygon", "coordinates": [outline, hole]}, 10)
    assert shape.area == pytest.approx(2 - 0.04)


def test_longitudes_up_to_360_are_brought_home() -> None:
    assert shape_of(box(200, 10, 200.2, 10.2)).bounds == pytest.approx((-160, 10, -159.8, 10.2))


def test_an_outline_round_a_pole_is_refused() -> None:
    assert "round a pole" in refusal(polygon((-150, 70), (-30, 70), (90, 70), (170, 70)), 8)


def test_a_region_as_wide_as_the_world_is_no_crossing() -> None:
    assert shape_of(box(-180, -10, 180, 10), 8).bounds == (-180, -10, 180, 10)


def test_what_lies_beyond_the_web_map_is_cut_off_and_told() -> None:
    given = box(20, 84, 21, 89)
    assert shape_of(given, 10).bounds[3] == pytest.approx(85.0511)
    assert "85 degrees" in words(given, 10)


def test_a_crossing_outline_is_mended_and_the_crossing_shown() -> None:
    bow_tie = polygon((27, 51), (27.2, 51.2), (27.2, 51), (27, 51.2))
    found = check_region(bow_tie, ZOOM)
    assert [spot == pytest.approx((27.1, 51.1)) for spot in found.spots] == [True]
    assert "crossed itself" in str(found.notes[0])
    assert shape_of(bow_tie).area == pytest.approx(0.02)


def test_what_an_outline_goes_round_twice_belongs_to_it() -> None:
    loop = polygon(
        (27, 51), (27.4, 51), (27.4, 51.4), (27.1, 51.4), (27.1, 51.1), (27.3, 51.1), (27.3, 51.5), (27, 51.5)
    )
    assert shapely.contains_xy(shape_of(loop), 27.2, 51.2)


def test_a_hole_outside_its_outline_is_mended_and_shown() -> None:
    given = {
        "type": "Polygon",
        "coordinates": [HOME["coordinates"][0], box(29, 51, 29.1, 51.1)["coordinates"][0]],
    }
    found = check_region(given, ZOOM)
    assert len(found.spots) == len(found.notes) == 1


def test_holes_stay() -> None:
    given = {
        "type": "Polygon",
        "coordinates": [HOME["coordinates"][0], box(27.45, 51.25, 27.55, 51.35)["coordinates"][0]],
    }
    assert len(shape_of(given).interiors) == 1
    assert check_region(given, ZOOM).n_tiles < check_region(HOME, ZOOM).n_tiles


def test_slivers_are_dropped_but_a_region_smaller_than_a_tile_is_fine() -> None:
    sliver = polygon((28, 51), (28.2, 51), (28.2, 51.0000002))
    both = {"type": "GeometryCollection", "geometries": [HOME, sliver]}
    assert shape_of(both).equals(shapely.box(27.4, 51.2, 27.6, 51.4))
    assert "sliver" in words(both)
    small = check_region(box(27.5, 51.3, 27.5005, 51.3005), ZOOM)
    assert (small.n_tiles, small.notes) == (1, ())


def wavy(n_points: int, waves: float = 1e-4) -> dict[str, Any]:
    angles = np.linspace(0, 2 * np.pi, n_points, endpoint=False)
    radius = 0.2 + waves * np.sin(angles * n_points / 7)
    return polygon(*zip(27.5 + radius * np.cos(angles), 51.3 + radius * np.sin(angles), strict=True))


def test_an_outline_of_many_points_is_simplified_within_a_tenth_of_a_tile_and_told() -> None:
    given = wavy(40_000)
    found = check_region(given, ZOOM)
    shape = shapely.geometry.shape(found.geometry)
    assert shapely.get_num_coordinates(shape) < 2000
    assert "40001 points" in str(found.notes[0])
    tenth = 0.1 * 360 / 2**ZOOM
    assert shapely.hausdorff_distance(shape, shapely.geometry.shape(given)) <= tenth


def test_more_points_than_anybody_draws_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaigns.regions.geojson.MAX_VERTICES", 1000)
    assert "more than 1000 points" in refusal(wavy(2000))
    monkeypatch.setattr("campaigns.regions.mending.MAX_KEPT_VERTICES", 20)
    monkeypatch.setattr("campaigns.regions.geojson.MAX_VERTICES", 10**6)
    assert "even after simplification" in refusal(wavy(20_000, waves=0.05))


def test_deep_nesting_is_refused() -> None:
    given: Any = HOME
    for _level in range(100_000):
        given = {"type": "GeometryCollection", "geometries": [given]}
    assert "nested too deeply" in refusal(given)
    with pytest.raises(InvalidRegion, match="nested too deeply"):
        read_text("[" * 200_000)


def test_text_that_is_no_json_is_refused() -> None:
    with pytest.raises(InvalidRegion, match="This is not GeoJSON"):
        read_text("{type: Polygon}")


def test_too_many_tiles_are_refused_with_the_number(settings: Settings) -> None:
    settings.MAX_REGION_TILES = 100
    n = sum(1 for _ in tiles_in_geometry(HOME, ZOOM))
    assert f"about {n} tiles at zoom 14, and 100 are the most" in refusal(HOME)
    assert check_region(HOME, 10).n_tiles < 100


@pytest.mark.parametrize("zoom", [8, 16, 20])
def test_a_country_is_counted_in_a_moment(zoom: int, settings: Settings) -> None:
    settings.MAX_REGION_TILES = 10**12
    angles = np.linspace(0, 2 * np.pi, 4000, endpoint=False)
    radius = 1 + 0.3 * np.sin(9 * angles)
    country = polygon(*zip(31 + 6 * radius * np.cos(angles), 49 + 3 * radius * np.sin(angles), strict=True))
    begun = time.monotonic()
    found = check_region(country, zoom)
    assert time.monotonic() - begun < 10
    assert found.n_tiles > 50


def test_what_was_checked_passes_unchanged() -> None:
    """A stored region can be opened, saved and stored again."""
    for given in (
        HOME,
        wavy(20_000),
        polygon((27, 51), (27.2, 51.2), (27.2, 51), (27, 51.2)),
        box(179.9, 51, 180.1, 51.1),
    ):
        once = check_region(given, ZOOM).geometry
        again = check_region(json.loads(json.dumps(once)), ZOOM)
        assert shapely.geometry.shape(again.geometry).equals_exact(
            shapely.geometry.shape(once), 1e-9, normalize=True
        )
        assert again.notes == ()
