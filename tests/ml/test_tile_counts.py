"""Tiles are counted as `tiles_in_geometry` lists them."""

import time

import numpy as np
import pytest
import shapely
import shapely.geometry
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.tile_counts import count_tiles, estimate_tiles, from_tile_units, squares_in_geometry, to_tile_units
from ml.tiles import TileError, tile_at, tiles_in_geometry


def star(seed: int, n_points: int = 30, radius: float = 0.5) -> shapely.Polygon:
    random = np.random.default_rng(seed)
    angles = np.sort(random.uniform(0, 2 * np.pi, n_points))
    radii = radius * random.uniform(0.2, 1, n_points)
    lng, lat = random.uniform(-170, 170), random.uniform(-75, 75)
    shape = shapely.make_valid(
        shapely.Polygon(np.column_stack([lng + radii * np.cos(angles), lat + radii * np.sin(angles)]))
    )
    return shapely.MultiPolygon([part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"])


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), zoom=st.integers(0, 13))
def test_the_count_is_that_of_the_list(seed: int, zoom: int) -> None:
    shape = star(seed)
    listed = sum(1 for _ in tiles_in_geometry(shapely.geometry.mapping(shape), zoom))
    assert count_tiles(shape, zoom) == (listed, True)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), zoom=st.integers(0, 13), kind=st.sampled_from(["area", "line", "point"]))
def test_the_squares_are_those_of_the_list_in_its_order(seed: int, zoom: int, kind: str) -> None:
    shape = star(seed)
    drawn = {"area": shape, "line": shape.geoms[0].exterior, "point": shape.geoms[0].centroid}[kind]
    geojson = shapely.geometry.mapping(drawn)
    listed = [[tile.x, tile.y] for tile in tiles_in_geometry(geojson, zoom)]
    assert squares_in_geometry(geojson, zoom).tolist() == listed


@pytest.mark.parametrize("zoom", [3, 16, 28])
def test_a_region_that_is_exactly_one_tile_has_one(zoom: int) -> None:
    assert count_tiles(shapely.box(*tile_at(27.5, 51.3, zoom).bounds), zoom) == (1, True)


def test_tiles_that_only_touch_the_region_do_not_count() -> None:
    tile = tile_at(27.5, 51.3, 12)
    assert count_tiles(shapely.box(*tile.bounds), 14).n == 16


def test_the_whole_world_is_counted_at_once() -> None:
    begun = time.monotonic()
    assert count_tiles(shapely.box(-180, -85.0511287798, 180, 85.0511287798), 20).n == pytest.approx(
        4**20, rel=1e-5
    )
    assert time.monotonic() - begun < 30


def test_an_endless_outline_is_estimated_and_said_to_be() -> None:
    shape = star(7, radius=2)
    exact = count_tiles(shape, 14)
    rough = count_tiles(shape, 14, max_checked=100)
    assert exact.is_exact and not rough.is_exact
    assert rough.n == pytest.approx(exact.n, rel=0.15)


def test_the_estimate_is_right_on_average() -> None:
    exact, rough = zip(
        *((count_tiles(star(n), 13).n, estimate_tiles(star(n), 13)) for n in range(20)), strict=True
    )
    assert sum(rough) == pytest.approx(sum(exact), rel=0.05)


def test_tile_units_and_back() -> None:
    shape = star(3)
    tile = tile_at(27.5, 51.3, 14)
    flat = to_tile_units(shapely.box(*tile.bounds), 14)
    assert flat.bounds == pytest.approx((tile.x, tile.y, tile.x + 1, tile.y + 1), abs=1e-8)
    assert shapely.equals_exact(from_tile_units(to_tile_units(shape, 14), 14), shape, 1e-10)


def test_a_zoom_that_does_not_exist_is_refused() -> None:
    with pytest.raises(TileError):
        count_tiles(star(1), 40)
