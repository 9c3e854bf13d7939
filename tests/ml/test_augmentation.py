import numpy as np

from ml.augmentation import make_variant, make_variants, turn
from ml.classifier import train_classifier
from ml.crops import describe_variants
from ml.features import get_extractor
from tests.ml.drawing import make_pits, make_quarters
from tests.ml.test_classifier import make_data


def test_a_variant_is_another_picture_of_about_the_same_size() -> None:
    picture = make_pits(100, 80)
    variant = make_variant(picture, np.random.default_rng(0))
    assert variant.dtype == np.uint8
    assert 60 <= variant.shape[0] <= 125
    assert abs(variant.mean() - picture.mean()) < 80


def test_the_same_seed_gives_the_same_variant() -> None:
    picture = make_pits()
    first, second = (make_variant(picture, np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(first, second)


def test_one_pixel_has_variants() -> None:
    assert make_variant(np.zeros((1, 1, 3), dtype=np.uint8), np.random.default_rng(0)).size >= 3


def test_variants_are_learnt_from_but_not_counted() -> None:
    features, labels, groups = make_data()
    variants = np.stack([features + 0.1, features - 0.1], axis=1)
    trained = train_classifier(features, labels, groups=groups, variants=variants)
    assert trained.n_positive + trained.n_negative == len(labels)
    assert trained.cross_validation.confusion["true_positive"] <= labels.sum()


def test_the_first_variant_is_upside_down_and_the_second_mirrored_on_its_side() -> None:
    quarters = np.array([[1, 2, 2], [3, 4, 4]])
    assert turn(quarters, 0).tolist() == [[4, 4, 3], [2, 2, 1]]
    assert turn(quarters, 1).tolist() == [[1, 3], [2, 4], [2, 4]]
    assert np.array_equal(turn(quarters, 2), turn(quarters, 0))


def test_variants_are_seen_from_another_side() -> None:
    """The yellow quarter, below on the right, comes to lie above on the left; mirrored, then turned to the
    left, below on the right again, where a turn alone would put it above."""
    places = []
    for variant in make_variants(make_quarters(128), rng(), 2):
        red, green, blue = np.moveaxis(variant.astype(float), 2, 0)
        yellow = np.nonzero((red > 1.5 * blue) & (green > 1.5 * blue))
        places.append([place.mean() > side / 2 for place, side in zip(yellow, red.shape, strict=True)])
    assert places == [[False, False], [True, True]]


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def test_a_tile_and_its_superpixels_are_turned_together() -> None:
    """A flat superpixel stays flat: else pixels of the other would be described with it."""
    tile = np.concatenate([np.full((64, 96, 3), 90, dtype=np.uint8), make_pits(64, 96)])
    labels = np.repeat(np.array([1, 2], dtype=np.int32), 64)[:, np.newaxis] * np.ones((1, 96), dtype=np.int32)
    texture = get_extractor("texture")
    found = describe_variants(tile, labels, texture, 2, "51.1_26.1")
    flat = texture.extract_crop(np.full((64, 96, 3), 90, dtype=np.uint8))
    busy = texture.extract_crop(make_pits(64, 96))
    assert found.shape == (2, 2, texture.n_features)
    for variant in range(2):
        assert np.abs(found[0, variant] - flat).mean() < np.abs(found[0, variant] - busy).mean()
        assert np.abs(found[1, variant] - busy).mean() < np.abs(found[1, variant] - flat).mean()
