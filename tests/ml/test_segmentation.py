import numpy as np
import pytest

from ml.errors import SegmentationError
from ml.segmentation import SegmentationSettings, segment_tile
from tests.ml.drawing import make_meadow, make_quarters


def test_plain_quarters_become_four_superpixels() -> None:
    labels = segment_tile(make_quarters(), SegmentationSettings(n_segments=4))
    assert labels.dtype == np.int32
    for rows in (slice(0, 120), slice(136, None)):
        for columns in (slice(0, 120), slice(136, None)):
            assert len(np.unique(labels[rows, columns])) == 1
    assert labels.max() == 4


@pytest.mark.parametrize("shape", [(1, 1), (2, 50), (33, 70), (101, 203), (256, 256)])
def test_labels_fill_any_picture_and_are_numbered_without_gaps(shape: tuple[int, int]) -> None:
    labels = segment_tile(make_meadow(*shape))
    assert labels.shape == shape
    assert np.array_equal(np.unique(labels), np.arange(1, labels.max() + 1))


def test_a_tile_of_one_colour_is_cut_into_a_grid() -> None:
    labels = segment_tile(np.full((256, 256, 3), 90, dtype=np.uint8))
    assert 20 <= labels.max() <= 40


def test_the_same_picture_gives_the_same_labels() -> None:
    picture = make_meadow(200, 180)
    assert np.array_equal(segment_tile(picture), segment_tile(picture.copy()))


def test_the_key_changes_with_every_setting() -> None:
    variants = [
        SegmentationSettings(),
        SegmentationSettings(n_segments=31),
        SegmentationSettings(compactness=10),
        SegmentationSettings(sigma=2),
        SegmentationSettings(reduction=2),
    ]
    assert len({settings.key for settings in variants}) == len(variants)


def test_an_array_that_is_no_picture_is_refused() -> None:
    with pytest.raises(SegmentationError, match="uint8 RGB"):
        segment_tile(np.zeros((10, 10), dtype=np.uint8))


def test_settings_without_sense_are_refused() -> None:
    with pytest.raises(SegmentationError):
        SegmentationSettings(n_segments=0)
