from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from pytest_django.fixtures import Settings
from rasterio.enums import ColorInterp
from rasterio.transform import from_bounds, from_origin

from imagery.errors import NoImagery, SourceUnavailable
from imagery.readers.base import TilePicture
from imagery.readers.registry import open_reader
from ml.tiles import Tile
from tests.factories import HOME_TILE, make_source
from tests.imagery.conftest import make_xyz_source
from tests.imagery.rasters import noisy_picture, smooth_picture, write_in_crs, write_over_tile
from tests.imagery.tile_server import TileServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(settings: Settings) -> Path:
    return Path(settings.RASTER_ROOT) / "picture.tif"


def read(tile: Tile = HOME_TILE, **changes: Any) -> TilePicture:
    return open_reader(make_source(**changes)).read(tile)


def as_image(bands: np.ndarray) -> np.ndarray:
    return bands.transpose(1, 2, 0)


def test_a_file_on_the_tiles_grid_is_copied_pixel_by_pixel(path: Path) -> None:
    bands = noisy_picture()
    write_over_tile(path, HOME_TILE, bands)
    picture = read()
    assert picture.image.dtype == np.uint8
    assert picture.missing_share == 0
    np.testing.assert_array_equal(picture.image, as_image(bands))


def test_a_tile_is_cut_out_of_a_larger_aligned_file_pixel_by_pixel(path: Path) -> None:
    parent = Tile(HOME_TILE.z - 1, HOME_TILE.x // 2, HOME_TILE.y // 2)
    bands = noisy_picture(2048)
    write_over_tile(path, parent, bands, tiled=True)
    row, column = (HOME_TILE.y % 2) * 1024, (HOME_TILE.x % 2) * 1024
    np.testing.assert_array_equal(read().image, as_image(bands[:, row : row + 1024, column : column + 1024]))


def test_a_tile_server_and_a_raster_file_give_the_same_tile(path: Path) -> None:
    bands = noisy_picture()
    write_over_tile(path, HOME_TILE, bands)
    first = HOME_TILE.children(HOME_TILE.z + 2)[0]

    def draw(part: Tile, size: int) -> np.ndarray:
        row, column = (part.y - first.y) * size, (part.x - first.x) * size
        return as_image(bands[:, row : row + size, column : column + size])

    with TileServer(draw) as server:
        served = open_reader(make_xyz_source(server)).read(HOME_TILE)
    np.testing.assert_array_equal(served.image, read().image)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32635", "EPSG:3035"])
def test_other_projections_are_warped_to_the_tile(path: Path, crs: str) -> None:
    bands = smooth_picture()
    write_in_crs(path, crs, HOME_TILE, bands)
    picture = read()
    assert picture.missing_share == 0
    difference = np.abs(picture.image.astype(int) - as_image(bands).astype(int))
    assert difference.max() <= 4
    assert difference.mean() < 1


def test_a_coarser_file_is_interpolated(path: Path) -> None:
    write_over_tile(path, HOME_TILE, smooth_picture(256))
    difference = np.abs(read().image.astype(int) - as_image(smooth_picture()).astype(int))
    # Half a coarse pixel at the edges has nothing beyond it to interpolate from.
    assert difference[8:-8, 8:-8].max() <= 4


@pytest.mark.parametrize("count", [1, 2])
def test_grey_becomes_three_equal_bands(path: Path, count: int) -> None:
    bands = noisy_picture(bands=count)
    write_over_tile(path, HOME_TILE, bands, photometric="MINISBLACK")
    image = read().image
    for band in range(3):
        np.testing.assert_array_equal(image[:, :, band], bands[0])


def test_a_fourth_infrared_band_is_ignored(path: Path) -> None:
    bands = noisy_picture(bands=4)
    colours = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.undefined]
    write_over_tile(path, HOME_TILE, bands, colorinterp=colours, photometric="MINISBLACK")
    np.testing.assert_array_equal(read().image, as_image(bands[:3]))


def test_bands_are_ordered_by_their_colour_interpretation(path: Path) -> None:
    bands = noisy_picture(bands=4)
    colours = [ColorInterp.blue, ColorInterp.green, ColorInterp.red, ColorInterp.undefined]
    write_over_tile(path, HOME_TILE, bands, colorinterp=colours, photometric="MINISBLACK")
    np.testing.assert_array_equal(read().image, as_image(bands[[2, 1, 0]]))


def test_a_palette_gives_its_colours(path: Path) -> None:
    numbers = (noisy_picture(bands=1) % 3).astype(np.uint8)
    palette = {0: (10, 20, 30, 255), 1: (200, 0, 0, 255), 2: (0, 0, 250, 255)}
    write_over_tile(path, HOME_TILE, numbers, photometric="PALETTE")
    with rasterio.open(path, "r+") as dataset:
        dataset.write_colormap(1, palette)
    expected = np.array([palette[number][:3] for number in range(3)], dtype=np.uint8)[numbers[0]]
    np.testing.assert_array_equal(read().image, expected)


def test_sixteen_bit_values_are_stretched_equally_in_every_tile(path: Path) -> None:
    parent = Tile(HOME_TILE.z - 1, HOME_TILE.x // 2, HOME_TILE.y // 2)
    values = (400 + smooth_picture(2048).astype(np.uint16) * 10).astype(np.uint16)
    values[0, 0, 0] = 65535  # one hot pixel must not darken the rest
    write_over_tile(path, parent, values)
    row, column = (HOME_TILE.y % 2) * 1024, (HOME_TILE.x % 2) * 1024
    part = values[:, row : row + 1024, column : column + 1024]
    image = read().image
    for band in range(3):
        low, high = np.percentile(values[band], [2, 98])
        expected = np.clip((part[band] - low) / (high - low), 0, 1) * 255
        assert np.abs(image[:, :, band] - expected).max() < 12
    assert image.min() < 20
    assert image.max() > 235


def test_nodata_is_black_counted_and_ignored_by_the_stretch(path: Path) -> None:
    values = (1000 + smooth_picture().astype(np.uint16) * 10).astype(np.uint16)
    values[:, :512] = 0
    write_over_tile(path, HOME_TILE, values, nodata=0)
    picture = read()
    assert picture.missing_share == 0.5
    assert not picture.image[:512].any()
    low, high = np.percentile(values[0, 512:], [2, 98])
    expected = np.clip((values[0, 512:] - low) / (high - low), 0, 1) * 255
    assert np.abs(picture.image[512:, :, 0] - expected).max() < 12


def test_an_alpha_band_is_a_mask(path: Path) -> None:
    bands = noisy_picture(bands=4)
    bands[3] = 255
    bands[3, :, :256] = 0
    colours = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha]
    write_over_tile(path, HOME_TILE, bands, colorinterp=colours)
    picture = read()
    assert picture.missing_share == 0.25
    assert not picture.image[:, :256].any()
    np.testing.assert_array_equal(picture.image[:, 256:], as_image(bands[:3])[:, 256:])


def test_a_tile_half_outside_the_file_is_read_with_its_share_missing(path: Path) -> None:
    edges = HOME_TILE.mercator_bounds
    middle = (edges.west + edges.east) / 2
    bands = noisy_picture()[:, :, :512]
    write_over_tile(
        path, HOME_TILE, bands, transform=from_bounds(edges.west, edges.south, middle, edges.north, 512, 1024)
    )
    picture = read()
    assert picture.missing_share == 0.5
    np.testing.assert_array_equal(picture.image[:, :512], as_image(bands))
    assert not picture.image[:, 512:].any()


def test_a_tile_outside_the_file_is_no_imagery(path: Path) -> None:
    write_over_tile(path, HOME_TILE, noisy_picture(64))
    with pytest.raises(NoImagery, match="outside"):
        read(Tile(HOME_TILE.z, HOME_TILE.x + 5, HOME_TILE.y))


def test_a_tile_without_a_valid_pixel_is_no_imagery(path: Path) -> None:
    write_over_tile(path, HOME_TILE, np.zeros((3, 64, 64), dtype=np.uint8), nodata=0)
    with pytest.raises(NoImagery, match="no valid pixel"):
        read()


def test_a_tile_of_one_colour_is_no_imagery(path: Path) -> None:
    write_over_tile(path, HOME_TILE, np.full((3, 64, 64), 255, dtype=np.uint8))
    with pytest.raises(NoImagery, match="one colour"):
        read()


def test_the_files_date_overrides_the_sources(path: Path) -> None:
    write_over_tile(path, HOME_TILE, noisy_picture(64), tags={"TIFFTAG_DATETIME": "2019:07:14 10:20:30"})
    picture = read(captured_from=date(2001, 1, 1), captured_to=date(2001, 1, 2))
    assert (picture.captured_from, picture.captured_to) == (date(2019, 7, 14), date(2019, 7, 14))


def test_without_a_date_in_the_file_the_sources_dates_apply(path: Path) -> None:
    write_over_tile(path, HOME_TILE, noisy_picture(64))
    picture = read(captured_from=date(2001, 1, 1), captured_to=date(2001, 1, 2))
    assert (picture.captured_from, picture.captured_to) == (date(2001, 1, 1), date(2001, 1, 2))


def test_a_missing_file_is_named() -> None:
    with pytest.raises(SourceUnavailable, match=r"has no file picture\.tif"):
        read()


def test_a_file_cut_short_is_reported(path: Path) -> None:
    write_over_tile(path, HOME_TILE, noisy_picture(), tiled=True, compress="deflate")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(SourceUnavailable, match=r"picture\.tif cannot be read"):
        read()


def test_a_file_damaged_inside_is_reported(path: Path) -> None:
    write_over_tile(path, HOME_TILE, noisy_picture(), tiled=True, compress="deflate")
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4000] = bytes(4000)
    path.write_bytes(content)
    with pytest.raises(SourceUnavailable, match="cannot be read"):
        read()


def test_a_text_file_called_tif_is_reported(path: Path) -> None:
    path.write_text("no picture")
    with pytest.raises(SourceUnavailable, match="not a TIFF file"):
        read()


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_a_file_without_georeference_is_reported(path: Path) -> None:
    with rasterio.open(path, "w", driver="GTiff", count=3, height=64, width=64, dtype="uint8") as dataset:
        dataset.write(noisy_picture(64))
    with pytest.raises(SourceUnavailable, match="no georeference"):
        read()


def test_floating_point_values_are_refused_with_a_reason(path: Path) -> None:
    write_over_tile(path, HOME_TILE, noisy_picture(64).astype(np.float32))
    with pytest.raises(SourceUnavailable, match="float32 values; export it as 8-bit or 16-bit"):
        read()


def test_coordinates_beyond_the_globe_are_refused_at_once(path: Path) -> None:
    write_over_tile(path, HOME_TILE, noisy_picture(64), transform=from_bounds(9e98, 0, 9e99, 1, 64, 64))
    with pytest.raises(SourceUnavailable, match="beyond the globe"):
        read()


def test_what_satellites_write_comes_before_what_programs_write(path: Path) -> None:
    write_over_tile(path, HOME_TILE, noisy_picture(64), tags={"TIFFTAG_DATETIME": "2023:01:01 00:00:00"})
    with rasterio.open(path, "r+") as dataset:
        dataset.update_tags(ns="IMAGERY", ACQUISITIONDATETIME="2018-04-01 09:30:00")
    assert read().captured_from == date(2018, 4, 1)


def test_the_valid_mask_says_where_there_is_imagery(path: Path) -> None:
    bands = noisy_picture()
    bands[:, :512] = 0
    write_over_tile(path, HOME_TILE, bands, nodata=0)
    picture = read()
    assert picture.valid is not None
    assert not picture.valid[:512].any()
    assert picture.valid[512:].all()


def test_the_file_describes_itself(path: Path) -> None:
    tags = {"TIFFTAG_DATETIME": "2019:07:14 10:20:30"}
    write_over_tile(path, HOME_TILE, noisy_picture(), tags=tags)
    facts = open_reader(make_source()).describe()
    assert facts.bounds == pytest.approx(tuple(HOME_TILE.bounds), abs=1e-6)
    assert facts.max_zoom == HOME_TILE.z + 2
    assert facts.dates == (date(2019, 7, 14), date(2019, 7, 14))


def test_the_file_says_what_its_own_pixels_measure(path: Path) -> None:
    """Not what those of the nearest zoom would."""
    profile = {"driver": "GTiff", "count": 3, "height": 300, "width": 300, "dtype": "uint8"}
    grid = from_origin(535_000, 5_684_000, 0.5, 0.5)
    with rasterio.open(path, "w", crs="EPSG:32635", transform=grid, **profile) as dataset:
        dataset.write(noisy_picture(300))
    facts = open_reader(make_source()).describe()
    assert facts.metres_per_pixel == pytest.approx(0.5, rel=0.005)
