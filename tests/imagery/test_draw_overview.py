"""The coarse picture of a source on which regions are drawn."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pytest_django.fixtures import Settings

from imagery.files import data_path
from imagery.models import ImagerySource
from imagery.services.change_source import change_source
from imagery.services.draw_overview import draw_overview
from ml.tiles import Tile
from tests.factories import HOME_TILE, make_source
from tests.imagery.conftest import make_xyz_source
from tests.imagery.rasters import smooth_picture, write_over_tile
from tests.imagery.tile_server import TileServer

pytestmark = pytest.mark.django_db
LNG, LAT = 27.5, 51.3


def draw(**changes: Any) -> ImagerySource | None:
    source = make_source(**changes)
    drawn = draw_overview(source=source, lng=LNG, lat=LAT)
    source.refresh_from_db()
    assert drawn == (source.overview is not None)
    return source if drawn else None


def pixels(source: ImagerySource) -> np.ndarray:
    assert source.overview is not None
    return np.asarray(Image.open(io.BytesIO(data_path(source.overview["picture"]).read_bytes())))


@pytest.fixture
def raster(settings: Settings) -> Path:
    return write_over_tile(settings.RASTER_ROOT / "picture.tif", HOME_TILE, smooth_picture())


def test_the_overview_holds_the_whole_extent_and_says_where_it_lies(raster: Path) -> None:
    source = draw(bounds=list(HOME_TILE.bounds))
    assert source is not None and source.overview is not None
    west, south, east, north = source.overview["bounds"]
    own = HOME_TILE.bounds
    assert west <= own.west < own.east <= east and south <= own.south < own.north <= north
    picture = pixels(source)
    # A quarter of two by two tiles or more is imagery, the rest is transparent.
    shown = picture[..., 3] > 0
    assert 0.2 < shown.mean() < 1
    assert picture[shown][:, :3].std() > 20


def test_what_is_drawn_lies_at_its_place(raster: Path) -> None:
    source = draw(bounds=list(HOME_TILE.bounds))
    assert source is not None and source.overview is not None
    rows, columns = np.nonzero(pixels(source)[..., 3] > 0)
    corner = Tile(16, *_cell_of(source.overview["bounds"]))
    left, top = (HOME_TILE.x - corner.x) * 512, (HOME_TILE.y - corner.y) * 512
    assert abs(columns.min() - left) <= 1 and abs(columns.max() + 1 - left - 512) <= 1
    assert abs(rows.min() - top) <= 1 and abs(rows.max() + 1 - top - 512) <= 1


def _cell_of(bounds: list[float]) -> tuple[int, int]:
    from ml.tiles import tile_at

    found = tile_at(bounds[0] + 1e-6, bounds[3] - 1e-6, 16)
    return found.x, found.y


@pytest.mark.parametrize("terms", [{"may_cache": False}, {"keep_days": 30}])
def test_what_may_not_be_kept_is_not_drawn(raster: Path, terms: dict[str, Any]) -> None:
    assert draw(bounds=list(HOME_TILE.bounds), **terms) is None


def test_a_source_that_has_nothing_so_coarse_has_no_overview(tile_server: TileServer) -> None:
    source = make_xyz_source(tile_server, min_zoom=17, max_zoom=18, bounds=[27, 51, 28, 52])
    assert not draw_overview(source=source, lng=LNG, lat=LAT)


def test_of_a_source_without_an_extent_the_surroundings_are_drawn(tile_server: TileServer) -> None:
    source = make_xyz_source(tile_server)
    assert draw_overview(source=source, lng=LNG, lat=LAT)
    source.refresh_from_db()
    assert source.overview is not None
    west, south, east, north = source.overview["bounds"]
    assert west < LNG < east and south < LAT < north and east - west < 0.5


def test_another_address_makes_the_overview_void(raster: Path) -> None:
    source = draw(bounds=list(HOME_TILE.bounds))
    assert source is not None
    change_source(source=source, revision=2)
    source.refresh_from_db()
    assert source.overview is None
