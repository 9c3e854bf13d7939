"""The region's share of positives: from labelled random tiles, from the model's own scores, and checked."""

from pathlib import Path

import pytest
from pytest_django import Settings

from campaigns.models import Campaign
from detection.training.models import ModelVersion, RegionEstimate
from detection.training.services import estimate_region as service
from detection.training.services.estimate_region import estimate_region
from imagery.models import Tile
from imagery.services.segment_tile import ensure_segmentation
from labeling.interface import Prevalence
from labeling.models import LabelTile
from tests.detection.drawn_tiles import make_mined_campaign, make_trained_model

N_TILES = 8


@pytest.fixture
def model(db: None, settings: Settings, tmp_path: Path) -> ModelVersion:
    """Of a campaign with eight random tiles in the queue, one of them half mined."""
    settings.DATA_ROOT = tmp_path
    campaign = make_mined_campaign(N_TILES, mining=[1])
    for tile in Tile.objects.filter(source=campaign.source):
        segmentation = ensure_segmentation(tile=tile, settings=campaign.segmentation)
        LabelTile.objects.create(campaign=campaign, tile=tile, segmentation=segmentation, is_random=True)
    return make_trained_model(campaign)


def say(monkeypatch: pytest.MonkeyPatch, prevalence: Prevalence | None) -> None:
    def estimate(_campaign: Campaign) -> Prevalence | None:
        return prevalence

    monkeypatch.setattr(service, "estimate_prevalence", estimate)


def test_the_models_own_scores_find_the_share_without_labels(model: ModelVersion) -> None:
    found = estimate_region(model_version_id=model.pk)
    assert found is not None and found.basis == RegionEstimate.Basis.MODEL
    assert found.by_counts == pytest.approx(1 / 16, abs=0.03)  # half of one tile in eight
    assert found.by_em == pytest.approx(1 / 16, abs=0.03)
    assert found.low <= found.by_counts <= found.high
    assert set(found.thresholds) >= {"balanced", "precise"}


def test_enough_labelled_random_tiles_decide(model: ModelVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, Prevalence(n_tiles=40, share=0.05, low=0.02, high=0.1))
    found = estimate_region(model_version_id=model.pk)
    assert found is not None and found.basis == RegionEstimate.Basis.RANDOM_TILES
    assert (found.share, found.low, found.high, found.agree) == (0.05, 0.02, 0.1, True)


def test_labels_that_contradict_the_scores_are_noticed(
    model: ModelVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch, Prevalence(n_tiles=40, share=0.6, low=0.5, high=0.7))
    found = estimate_region(model_version_id=model.pk)
    assert found is not None and not found.agree


def test_no_positive_among_the_labels_does_not_mean_that_there_is_none(
    model: ModelVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch, Prevalence(n_tiles=40, share=0.0, low=0.0, high=0.02))
    found = estimate_region(model_version_id=model.pk)
    assert found is not None and found.share == 0.01


def test_without_random_tiles_nothing_is_estimated(model: ModelVersion) -> None:
    LabelTile.objects.update(is_random=False)
    assert estimate_region(model_version_id=model.pk) is None
    assert not RegionEstimate.objects.exists()


def test_a_later_estimate_replaces_the_earlier_one(
    model: ModelVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    estimate_region(model_version_id=model.pk)
    say(monkeypatch, Prevalence(n_tiles=40, share=0.05, low=0.02, high=0.1))
    estimate_region(model_version_id=model.pk)
    assert RegionEstimate.objects.get().share == 0.05
