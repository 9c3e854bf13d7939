"""How rasters of any projection are cut into tiles."""

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from rasterio.transform import from_origin

from ml.errors import MlError, NoData
from ml.raster_grid import NotOnTheMap, TooManyTiles, plan_grid
from ml.rasters import HugeBlocks, NotGeoreferenced, UnreadableRaster, UnsupportedValues
from ml.tiles import Tile, TileError, tiles_in_geometry
from tests.ml.drawing import make_meadow
from tests.ml.georeferenced import (
    MERCATOR,
    NORTH,
    PIXEL_M,
    UTM,
    WEST,
    place_of,
    tile_grid,
    utm_grid,
    write_raster,
)

PARENT = Tile(14, 9421, 5452)

pytestmark = pytest.mark.filterwarnings("ignore")  # rio-tiler's advice on overviews


def make_noise(rows: int, columns: int) -> np.ndarray:
    return np.random.default_rng(5).integers(1, 256, (rows, columns, 3), dtype=np.uint8)


def write(path: Path, crs: str, grid: Affine, rows: int = 300, columns: int = 400, **more: Any) -> Path:
    return write_raster(path / "raster.tif", make_noise(rows, columns), crs, grid, **more)


def tiles(path: Path, zoom: int | None = None) -> list[Tile]:
    return [source.key for source in plan_grid(path, zoom).sources()]


def test_a_raster_on_the_grid_comes_out_as_its_tiles_pixel_by_pixel(tmp_path: Path) -> None:
    picture = make_noise(2048, 2048)
    grid = plan_grid(write_raster(tmp_path / "a.tif", picture, MERCATOR, tile_grid(PARENT, 2048)))
    assert (grid.zoom, grid.n_tiles) == (PARENT.z + 1, 4)
    found = {source.key: source.read() for source in grid.sources()}
    for (row, column), tile in zip(itertools.product((0, 1), (0, 1)), PARENT.children(15), strict=True):
        part = picture[row * 1024 : (row + 1) * 1024, column * 1024 : (column + 1) * 1024]
        np.testing.assert_array_equal(found[tile], part)


def test_tiles_are_those_that_a_search_of_the_same_ground_takes_in_its_order(tmp_path: Path) -> None:
    path = write(tmp_path, UTM, utm_grid(), 2500, 3100)
    footprint = place_of((slice(0, 2500), slice(0, 3100)), utm_grid(), UTM)
    assert tiles(path, 16) == list(tiles_in_geometry(shapely.geometry.mapping(footprint), 16))


@pytest.mark.parametrize(
    ("crs", "grid"),
    [
        (UTM, Affine(0.52, 0.3, WEST, 0.3, -0.52, NORTH)),
        (UTM, Affine(PIXEL_M, 0, WEST, 0, PIXEL_M, NORTH)),
        ("EPSG:4326", from_origin(27.0, 51.4, 7e-6, 5e-6)),
        ("EPSG:3035", from_origin(4_800_000, 3_000_000, 0.5, 0.5)),
    ],
)
def test_tiles_cover_rotated_flipped_and_projected_rasters_whole(
    tmp_path: Path, crs: str, grid: Affine
) -> None:
    path = write(tmp_path, crs, grid, 1200, 1700)
    plan = plan_grid(path)
    covered = shapely.union_all([shapely.box(*source.key.bounds) for source in plan.sources()])
    assert covered.buffer(1e-9).contains(place_of((slice(0, 1200), slice(0, 1700)), grid, crs))
    assert all(source.read().any() for source in plan.sources())


@pytest.mark.parametrize(
    ("metres", "zoom"), [(0.001, 25), (0.37, 16), (0.45, 16), (0.55, 15), (0.74, 15), (10.0, 11), (1000.0, 5)]
)
def test_the_zoom_is_the_nearest_to_the_rasters_own_pixels(tmp_path: Path, metres: float, zoom: int) -> None:
    grid = plan_grid(write(tmp_path, UTM, from_origin(500_000, 5_700_000, metres, metres)))
    assert grid.zoom == zoom
    assert 2**-0.5 < grid.metres_per_pixel / metres < 2**0.5


def test_a_zoom_can_be_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path, UTM, utm_grid(), 2000, 2000)
    assert {tile.z for tile in tiles(path, 17)} == {17}
    assert len(tiles(path, 17)) > len(tiles(path, 15))
    with pytest.raises(TileError, match="outside 0 to 28"):
        plan_grid(path, 29)


def test_a_raster_over_the_date_line_has_tiles_on_both_sides(tmp_path: Path) -> None:
    path = write(tmp_path, "EPSG:32660", from_origin(810_000, 2_000_000, 20, 20), 800, 2000)
    plan = plan_grid(path)
    last = (1 << plan.zoom) - 1
    assert {0, last} <= {source.key.x for source in plan.sources()}
    assert all(source.read().any() for source in plan.sources())


def test_a_raster_around_the_pole_has_the_tiles_that_the_map_reaches(tmp_path: Path) -> None:
    path = write(tmp_path, "EPSG:3413", from_origin(-1_500_000, 1_500_000, 5000, 5000), 600, 600)
    plan = plan_grid(path, 2)
    assert sorted((source.key.x, source.key.y) for source in plan.sources()) == [(x, 0) for x in range(4)]


def test_a_tile_without_a_valid_pixel_has_no_data(tmp_path: Path) -> None:
    picture = make_noise(2048, 2048)
    picture[:1024, :1024] = 0
    picture[1024:, 1024:] = 90
    plan = plan_grid(write_raster(tmp_path / "a.tif", picture, MERCATOR, tile_grid(PARENT, 2048), nodata=0))
    reads = [source.read for source in plan.sources()]
    for empty in (reads[0], reads[3]):
        with pytest.raises(NoData):
            empty()
    assert reads[1]().all() and reads[2]().all()


NOWHERE: dict[str, tuple[str, Affine]] = {
    "an engineering plan": ('LOCAL_CS["x",UNIT["metre",1]]', from_origin(1, 2, 0.5, 0.5)),
    "the Moon": ("+proj=longlat +a=1737400 +b=1737400", from_origin(10, 20, 0.01, 0.01)),
    "heights alone": ("EPSG:5703", from_origin(10, 20, 0.01, 0.01)),
    "far off its zone": (UTM, from_origin(1e12, 5e12, 0.5, 0.5)),
    "a disc in space": ("+proj=geos +h=35785831 +lon_0=0", from_origin(-5.5e6, 5.5e6, 30000, 30000)),
    "the pole alone": ("EPSG:3413", from_origin(-100_000, 100_000, 500, 500)),
    "beyond the date line": ("EPSG:4326", from_origin(179.9, 10, 0.001, 0.001)),
}


@pytest.mark.parametrize("place", NOWHERE)
def test_what_has_no_place_on_the_map_is_refused_in_words(tmp_path: Path, place: str) -> None:
    path = write(tmp_path, *NOWHERE[place])
    with pytest.raises(
        NotOnTheMap, match=r"raster\.tif cannot be placed .*gdalwarp -t_srs EPSG:3857"
    ) as refusal:
        plan_grid(path)
    assert len(str(refusal.value)) < 400


def test_a_zoom_with_millions_of_tiles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TooManyTiles, match="give a lower --zoom"):
        plan_grid(write(tmp_path, UTM, utm_grid(), 2000, 2000), 28)


def text(path: Path) -> None:
    path.write_text("no raster")


def cut_in_its_head(path: Path) -> None:
    write_raster(path, make_noise(600, 600), UTM, utm_grid())
    path.write_bytes(path.read_bytes()[:100])


def without_crs(path: Path) -> None:
    write_raster(path, make_meadow(), None, utm_grid())


def without_transform(path: Path) -> None:
    write_raster(path, make_meadow(), UTM, None)


def with_floats(path: Path) -> None:
    write_raster(path, make_meadow().astype(np.float32), UTM, utm_grid())


def in_large_blocks(path: Path) -> None:
    with rasterio.open(
        path, "w", driver="GTiff", width=20_000, height=20_000, count=3, dtype="uint8", crs=UTM,
        transform=utm_grid(), tiled=True, blockxsize=16_384, blockysize=16_384, sparse_ok=True,
    ):  # fmt: skip
        pass


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda path: None, UnreadableRaster),
        (text, UnreadableRaster),
        (cut_in_its_head, UnreadableRaster),
        (without_crs, NotGeoreferenced),
        (without_transform, NotGeoreferenced),
        (with_floats, UnsupportedValues),
        (in_large_blocks, HugeBlocks),
    ],
)
def test_what_cannot_be_cut_is_named(tmp_path: Path, make: Any, error: type[MlError]) -> None:
    make(tmp_path / "a.tif")
    with pytest.raises(error, match=r"a\.tif"):
        plan_grid(tmp_path / "a.tif")
