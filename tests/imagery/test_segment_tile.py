import numpy as np
import pytest

from imagery import files
from imagery import outlines as outlines_module
from imagery.errors import StorageError
from imagery.models import ImagerySource, Tile, TileSegmentation
from imagery.services.prepare_tile import prepare_tile
from imagery.services.segment_tile import ensure_segmentation
from ml.segmentation_settings import SegmentationSettings
from tests.factories import HOME_TILE
from tests.imagery.tile_server import Answer, TileServer

SETTINGS = SegmentationSettings()


@pytest.fixture
def tile(xyz_source: ImagerySource) -> Tile:
    return prepare_tile(source=xyz_source, address=HOME_TILE)


def test_superpixels_are_numbered_from_one_without_gaps(tile: Tile) -> None:
    segmentation = ensure_segmentation(tile=tile, settings=SETTINGS)
    labels = files.read_labels(segmentation)
    assert (labels.shape, labels.dtype) == ((1024, 1024), np.int32)
    assert set(np.unique(labels)) == set(range(1, segmentation.n_superpixels + 1))


def test_every_superpixel_has_an_outline_that_encloses_its_area(tile: Tile) -> None:
    segmentation = ensure_segmentation(tile=tile, settings=SETTINGS)
    outlines = outlines_module.read_outlines(segmentation)
    areas = np.bincount(files.read_labels(segmentation).ravel())
    assert sorted(outlines) == list(range(1, segmentation.n_superpixels + 1))
    for number, rings in outlines.items():
        assert (
            abs(ring_area(rings[0]) - sum(map(ring_area, rings[1:])) - areas[number]) < 0.05 * areas[number]
        )


def ring_area(ring: list[tuple[float, float]]) -> float:
    columns, rows = np.array(ring).T
    return float(abs(np.dot(columns[:-1], rows[1:]) - np.dot(columns[1:], rows[:-1])) / 2)


def test_a_second_call_makes_nothing(tile: Tile) -> None:
    first = ensure_segmentation(tile=tile, settings=SETTINGS)
    written = files.data_path(first.labels).stat().st_mtime_ns
    assert ensure_segmentation(tile=tile, settings=SETTINGS).pk == first.pk
    assert files.data_path(first.labels).stat().st_mtime_ns == written


def test_other_settings_are_another_segmentation(tile: Tile) -> None:
    first = ensure_segmentation(tile=tile, settings=SETTINGS)
    second = ensure_segmentation(tile=tile, settings=SegmentationSettings(n_segments=100))
    assert second.pk != first.pk
    assert second.n_superpixels > first.n_superpixels


def test_a_lost_file_is_made_again_alike(tile: Tile) -> None:
    first = ensure_segmentation(tile=tile, settings=SETTINGS)
    before = files.read_labels(first)
    files.data_path(first.labels).unlink()
    again = ensure_segmentation(tile=tile, settings=SETTINGS)
    np.testing.assert_array_equal(files.read_labels(again), before)
    assert TileSegmentation.objects.count() == 1


def test_a_tile_without_picture_cannot_be_segmented(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    tile_server.misbehave(Answer(404))
    tile = prepare_tile(source=xyz_source, address=HOME_TILE)
    with pytest.raises(StorageError, match=r"has no picture.*prepare it first"):
        ensure_segmentation(tile=tile, settings=SETTINGS)
