"""The arrays that the classifier is trained on: probabilities, weights and variants."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytest_django import Settings

from campaigns.models import Campaign
from detection.feature_cache import FeatureCache
from detection.training.training_set import Table, build_table
from imagery.models import TileSegmentation
from imagery.services.segment_tile import ensure_segmentation
from labeling.interface import CropExample, TileExamples, TrainingExamples
from ml.crops import N_VARIANTS
from ml.features import get_extractor
from tests.detection.drawn_tiles import crop_picture, make_tile, strip_of_tiles

TEXTURE = get_extractor("texture")


@pytest.fixture
def segmentation(campaign: Campaign, settings: Settings, tmp_path: Path) -> TileSegmentation:
    settings.DATA_ROOT = tmp_path
    tile = make_tile(campaign, strip_of_tiles(1)[0], mining=True)
    return ensure_segmentation(tile=tile, settings=campaign.segmentation)


def examples_of(segmentation: TileSegmentation, **changes: Any) -> TrainingExamples:
    fields: dict[str, Any] = {
        "tile_id": segmentation.tile_id,
        "segmentation_id": segmentation.pk,
        "group": "tile",
        "numbers": [3, 1, 7],
        "probabilities": [0.9, 0.2, 0.0],
        "weights": [0.8, 0.5, 1.0],
    }
    return TrainingExamples(tiles=[TileExamples(**(fields | changes))], crops=[])


def learn(examples: TrainingExamples) -> Table:
    return build_table(examples, FeatureCache(TEXTURE), lambda _done: None)


def test_uncertain_labels_become_probabilities_and_weights(segmentation: TileSegmentation) -> None:
    table = learn(examples_of(segmentation))
    assert table.probabilities == [0.9, 0.2, 0.0]
    assert table.weights == [0.8, 0.5, 1.0]
    assert table.groups == ["tile"] * 3
    features, variants = np.concatenate(table.features), np.concatenate(table.variants)
    assert features.shape == (3, TEXTURE.n_features)
    assert variants.shape == (3, N_VARIANTS, TEXTURE.n_features)


def test_superpixels_of_weight_zero_are_left_out(segmentation: TileSegmentation) -> None:
    table = learn(examples_of(segmentation, weights=[0.8, 0.0, 1.0]))
    whole = learn(examples_of(segmentation))
    assert table.probabilities == [0.9, 0.0] and table.weights == [0.8, 1.0]
    for rows, all_rows in ((table.features, whole.features), (table.variants, whole.variants)):
        assert np.array_equal(np.concatenate(rows), np.concatenate(all_rows)[[0, 2]])


def test_variants_differ_from_the_superpixel_and_are_reproducible(segmentation: TileSegmentation) -> None:
    cache = FeatureCache(TEXTURE)
    first = cache.variants_of_tile(segmentation, [3, 1])
    again = cache.variants_of_tile(segmentation, [1, 7, 3])
    assert np.array_equal(first[0], again[2]) and np.array_equal(first[1], again[0])
    own = cache.of_tile(segmentation)
    assert not np.allclose(first[0][0], own[2]) and not np.allclose(first[0][0], first[0][1])


def test_variants_are_not_described_twice(
    segmentation: TileSegmentation, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = FeatureCache(TEXTURE)
    first = cache.variants_of_tile(segmentation, [3, 1])

    def refuse(*_arguments: object) -> None:
        raise AssertionError("described again")

    monkeypatch.setattr(type(TEXTURE), "extract", refuse)
    assert np.array_equal(cache.variants_of_tile(segmentation, [1, 3]), first[::-1])


def test_a_crop_is_trained_on_with_its_variants(
    campaign: Campaign, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_ROOT = tmp_path
    (tmp_path / "crop.jpg").write_bytes(crop_picture(1, True))
    crop = CropExample(path="crop.jpg", group="g", probability=1.0, name="crop")
    table = learn(TrainingExamples(tiles=[], crops=[crop]))
    assert (table.probabilities, table.weights, table.groups) == ([1.0], [1.0], ["g"])
    assert table.features[0].shape == (1, TEXTURE.n_features)
    assert table.variants[0].shape == (1, N_VARIANTS, TEXTURE.n_features)
