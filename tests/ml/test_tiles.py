import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from ml.tiles import Tile, TileError, pixel_to_lnglat, tile_at, tile_from_quadkey, tiles_in_geometry


def square(west: float, south: float, east: float, north: float) -> dict[str, object]:
    return dict(shapely.geometry.mapping(shapely.box(west, south, east, north)))


@given(st.floats(-179.9, 179.9), st.floats(-84, 84), st.integers(0, 20))
def test_a_tile_holds_the_point_it_was_found_by(lng: float, lat: float, z: int) -> None:
    west, south, east, north = tile_at(lng, lat, z).bounds
    assert west - 1e-6 <= lng <= east + 1e-6
    assert south - 1e-6 <= lat <= north + 1e-6


@given(st.integers(1, 20), st.data())
def test_a_quadkey_leads_back_to_its_tile(z: int, data: st.DataObject) -> None:
    tile = Tile(z, data.draw(st.integers(0, 2**z - 1)), data.draw(st.integers(0, 2**z - 1)))
    assert tile_from_quadkey(tile.quadkey) == tile


def test_children_run_row_by_row_and_fill_their_parent() -> None:
    assert Tile(1, 0, 1).children(2) == [Tile(2, 0, 2), Tile(2, 1, 2), Tile(2, 0, 3), Tile(2, 1, 3)]


def test_a_tile_of_zoom_16_covers_what_the_original_tile_did() -> None:
    assert tile_at(26.5, 51.0, 16).metres_per_pixel() == pytest.approx(0.376, abs=0.005)


def test_corners_of_the_picture_are_corners_of_the_tile() -> None:
    tile = tile_at(26.5, 51.0, 16)
    west, south, east, north = tile.bounds
    assert pixel_to_lnglat(tile, 0, 0) == pytest.approx((west, north))
    assert pixel_to_lnglat(tile, 1024, 1024) == pytest.approx((east, south))


def test_a_region_takes_the_tiles_that_share_area_with_it_and_no_neighbours() -> None:
    tile = tile_at(26.5, 51.0, 14)
    found = list(tiles_in_geometry(square(*tile.bounds), 16))
    assert sorted(found) == sorted(tile.children(16))
    assert [one.quadkey for one in found] == sorted(one.quadkey for one in found)


def test_a_slanted_region_leaves_out_the_corners_of_its_box() -> None:
    triangle = {"type": "Polygon", "coordinates": [[[26, 51], [27, 51], [26, 52], [26, 51]]]}
    found = list(tiles_in_geometry({"type": "Feature", "geometry": triangle}, 11))
    box = list(tiles_in_geometry(square(26, 51, 27, 52), 11))
    assert set(found) < set(box)


@pytest.mark.parametrize("region", [{"type": "Polygon"}, {"type": "Nothing"}, {}])
def test_a_region_that_is_no_geometry_is_refused(region: dict[str, object]) -> None:
    with pytest.raises(TileError, match="region"):
        list(tiles_in_geometry(region, 10))


def test_a_tile_off_the_pyramid_is_refused() -> None:
    with pytest.raises(TileError, match="does not exist"):
        Tile(2, 4, 0)
