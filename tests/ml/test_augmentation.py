import numpy as np

from ml.augmentation import make_variant
from ml.classifier import train_classifier
from tests.ml.drawing import make_pits
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
