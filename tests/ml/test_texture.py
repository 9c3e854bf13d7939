import numpy as np
import pytest

from ml.errors import FeatureError, UnknownExtractor
from ml.features import get_extractor
from ml.segmentation import segment_tile
from tests.ml.drawing import make_meadow, make_pits

texture = get_extractor("texture")


def test_each_superpixel_has_a_finite_vector() -> None:
    picture = make_pits(150, 170)
    labels = segment_tile(picture)
    features = texture.extract(picture, labels)
    assert features.shape == (labels.max(), texture.n_features)
    assert features.dtype == np.float32
    assert np.isfinite(features).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (5, 3), (33, 41)])
def test_a_crop_of_any_size_has_features(shape: tuple[int, int]) -> None:
    assert texture.extract_crop(make_meadow(*shape)).shape == (texture.n_features,)


def test_a_crop_has_the_features_of_a_picture_that_is_one_superpixel() -> None:
    picture = make_pits()
    labels = np.ones(picture.shape[:2], dtype=np.int32)
    assert np.array_equal(texture.extract(picture, labels)[0], texture.extract_crop(picture))


def test_a_superpixel_in_a_tile_is_like_its_crop() -> None:
    tile = make_pits(256, 256)
    labels = np.ones((256, 256), dtype=np.int32)
    labels[64:192, 64:192] = 2
    inside, alone = texture.extract(tile, labels)[1], texture.extract_crop(tile[64:192, 64:192])
    other = texture.extract_crop(make_meadow(128, 128))
    assert np.abs(inside - alone).mean() < 0.1 * np.abs(inside - other).mean()


def test_turning_a_picture_hardly_changes_its_features() -> None:
    picture = make_pits(128, 128)
    turned = np.ascontiguousarray(np.rot90(picture))
    assert texture.extract_crop(turned) == pytest.approx(texture.extract_crop(picture), rel=0.02, abs=0.05)


def test_labels_of_another_shape_are_refused() -> None:
    with pytest.raises(FeatureError, match="do not fit"):
        texture.extract(make_meadow(10, 10), np.ones((9, 10), dtype=np.int32))


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(UnknownExtractor, match="texture, resnet50"):
        get_extractor("magic")


def test_blocks_and_the_number_of_features_are_what_a_picture_gives() -> None:
    assert (
        len(texture.extract_crop(make_meadow()))
        == texture.n_features
        == sum(block.n_features for block in texture.blocks)
    )
