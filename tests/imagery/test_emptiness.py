"""Which part of a tile holds imagery, and which superpixels have data."""

from pathlib import Path

import numpy as np
import pytest

from imagery.emptiness import find_valid, superpixels_without_data
from imagery.files import read_labels, read_valid
from imagery.models import ImagerySource, Tile
from imagery.services.prepare_tile import prepare_tile
from imagery.services.segment_tile import ensure_segmentation
from ml.segmentation_settings import SegmentationSettings
from tests.factories import HOME_TILE, make_source
from tests.factories_labeling import grid_labels
from tests.imagery.rasters import noisy_picture, write_over_tile
from tests.imagery.tile_server import Answer, TileServer

pytestmark = pytest.mark.django_db


def half() -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    valid = np.ones((1024, 1024), dtype=np.bool_)
    valid[:, :512] = False
    return valid


def test_a_superpixel_needs_data_in_half_of_its_pixels() -> None:
    # Three columns of 341 px: the first lies in the empty half, the second has 171 of its 342 columns beyond
    # it.
    assert superpixels_without_data(grid_labels(), half()) == [1, 4]
    valid = half()
    valid[:, 512:514] = False
    assert superpixels_without_data(grid_labels(), valid) == [1, 2, 4, 5]
    assert superpixels_without_data(grid_labels(), None) == []


def test_missing_parts_of_a_server_are_stored_as_a_mask(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    for part in HOME_TILE.children(HOME_TILE.z + 2)[:8]:
        tile_server.override(part, Answer(404))
    tile = prepare_tile(source=xyz_source, address=HOME_TILE)
    assert tile.missing_share == 0.5
    valid = read_valid(tile)
    assert valid is not None and not valid[:512].any() and valid[512:].all()


def test_superpixels_without_data_are_known_as_soon_as_the_tile_is_cut(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    for part in HOME_TILE.children(HOME_TILE.z + 2)[:8]:
        tile_server.override(part, Answer(404))
    tile = prepare_tile(source=xyz_source, address=HOME_TILE)
    segmentation = ensure_segmentation(tile=tile, settings=SegmentationSettings())
    labels, valid = read_labels(segmentation), read_valid(tile)
    assert valid is not None
    shares = {number: valid[labels == number].mean() for number in range(1, segmentation.n_superpixels + 1)}
    assert segmentation.without_data == [number for number, share in shares.items() if share < 0.5]
    assert segmentation.n_with_data == len(segmentation.numbers_with_data) < segmentation.n_superpixels


def test_a_whole_picture_has_no_mask(xyz_source: ImagerySource) -> None:
    tile = prepare_tile(source=xyz_source, address=HOME_TILE)
    assert (tile.mask, read_valid(tile)) == ("", None)
    assert ensure_segmentation(tile=tile, settings=SegmentationSettings()).without_data == []


@pytest.mark.parametrize("nodata", [0, None], ids=["declared", "not declared"])
def test_black_parts_of_a_raster_hold_no_data_whether_the_file_says_so_or_not(
    settings: object, nodata: int | None
) -> None:
    bands = np.clip(noisy_picture(), 10, 255).astype(np.uint8)
    bands[:, :, 500:] = 0
    write_over_tile(raster_path(settings), HOME_TILE, bands, nodata=nodata)
    tile = prepare_tile(source=make_source(), address=HOME_TILE)
    valid = read_valid(tile)
    assert tile.state == Tile.State.READY and valid is not None
    assert valid[:, :500].mean() > 0.99 and not valid[:, 512:].any()
    segmentation = ensure_segmentation(tile=tile, settings=SegmentationSettings())
    share = segmentation.n_without_data / segmentation.n_superpixels
    assert 0 < share < 1 and abs(tile.missing_share - 0.5) < 0.03


def test_a_black_raster_has_no_imagery(settings: object) -> None:
    write_over_tile(raster_path(settings), HOME_TILE, np.zeros((3, 1024, 1024), dtype=np.uint8))
    tile = prepare_tile(source=make_source(), address=HOME_TILE)
    assert tile.state == Tile.State.NO_IMAGERY


def test_dark_water_and_small_shadows_are_imagery() -> None:
    picture = np.random.default_rng(1).integers(2, 9, (1024, 1024, 3)).astype(np.uint8)
    picture[100:130, 100:130] = 0
    assert find_valid(picture, None) is None


def raster_path(settings: object) -> Path:
    path: Path = settings.RASTER_ROOT / "picture.tif"  # type: ignore[attr-defined]  # a setting
    return path
