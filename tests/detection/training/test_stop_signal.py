"""The campaign's page says when further labels change little."""

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign
from detection.training.learning import learning_of
from detection.training.models import LearningPoint, ModelVersion
from detection.training.services.measure_change import kappa_of, measure_change
from imagery.files import data_path
from imagery.models import Tile
from imagery.services.segment_tile import ensure_segmentation
from labeling.models import LabelTile
from ml.features import get_extractor
from tests.detection.drawn_tiles import make_tile, strip_of_tiles
from tests.factories_detection import make_model_version
from tests.factories_labeling import make_label_tile


def learn(campaign: Campaign, number: int, kappa: float | None) -> None:
    version = ModelVersion.objects.create(
        campaign=campaign,
        number=number,
        extractor="texture",
        extractor_version="1",
        segmentation_key="s",
        folder="models/x",
        training_set_sha256="0" * 64,
        n_positive=10 * number,
        n_negative=90 * number,
        metrics={"f1": 0.8, "average_precision": 0.9, "precision": 0.8, "recall": 0.8},
        thresholds={"balanced": 0.5, "precise": 0.8},
    )
    changed = None if kappa is None else 0.01
    LearningPoint.objects.create(model_version=version, n_labels=100 * number, kappa=kappa, changed=changed)


def page(campaign: Campaign, user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.get(campaign.get_absolute_url()).content.decode()


def test_three_models_that_agree_say_that_more_labels_change_little(campaign: Campaign, editor: User) -> None:
    for number, kappa in enumerate([None, 0.99, 0.995, 0.992], start=1):
        learn(campaign, number, kappa)
    assert learning_of(campaign).is_stable
    shown = page(campaign, editor)
    assert "More labels now change little" in shown
    assert "0.992" in shown
    assert shown.split('id="learning"')[1].count("<circle") == 4
    assert "style=" not in shown


def test_models_that_still_differ_do_not_say_so(campaign: Campaign, editor: User) -> None:
    for number, kappa in enumerate([None, 0.99, 0.90, 0.995], start=1):
        learn(campaign, number, kappa)
    assert not learning_of(campaign).is_stable
    assert "More labels now change little" not in page(campaign, editor)


def test_two_comparisons_are_too_few(campaign: Campaign) -> None:
    for number, kappa in enumerate([None, 1.0, 1.0], start=1):
        learn(campaign, number, kappa)
    assert not learning_of(campaign).is_stable


def test_without_a_model_no_curve_is_drawn(campaign: Campaign, editor: User) -> None:
    assert "<polyline" not in page(campaign, editor)


@pytest.mark.parametrize(
    ("changed", "new", "old", "kappa"), [(0.0, 0.1, 0.1, 1.0), (0.0, 0.0, 0.0, 1.0), (0.5, 0.5, 0.5, 0.0)]
)
def test_kappa_is_agreement_beyond_chance(changed: float, new: float, old: float, kappa: float) -> None:
    assert kappa_of(changed, new, old) == pytest.approx(kappa)


def test_the_sample_stays_the_same_as_the_queue_grows(campaign: Campaign) -> None:
    from labeling.interface import sample_tiles

    make_label_tile(campaign, 0)
    make_label_tile(campaign, 1, is_random=True)
    before = sample_tiles(campaign, 2)
    make_label_tile(campaign, 2)
    assert sample_tiles(campaign, 2) == before


class FakeModel:
    """A model whose first `n_positive` superpixels of each tile are positive."""

    def __init__(self, n_positive: int) -> None:
        self.n_positive = n_positive

    def check_extractor(self, _extractor: object) -> None: ...

    def threshold(self, _name: str) -> float:
        return 0.5

    def predict(self, features: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> object:
        return (np.arange(len(features)) < self.n_positive).astype(np.float32)


def compared(campaign: Campaign, monkeypatch: pytest.MonkeyPatch, *n_positive: int) -> LearningPoint:
    """The learning point of the last of several models; each finds the given number of superpixels
    positive."""
    texture = get_extractor("texture")
    versions = [
        make_model_version(campaign, number=number, extractor_version=texture.version, folder=f"models/{n}")
        for number, n in enumerate(n_positive, start=1)
    ]
    monkeypatch.setattr("ml.bundle.ModelBundle.load", lambda path: FakeModel(int(path.name)))
    return measure_change(model_version_id=versions[-1].pk)


def put_tile_in_queue(campaign: Campaign) -> int:
    tile = make_tile(campaign, strip_of_tiles(1)[0])
    segmentation = ensure_segmentation(tile=tile, settings=campaign.segmentation)
    LabelTile.objects.create(campaign=campaign, tile=tile, segmentation=segmentation)
    return segmentation.n_superpixels


def test_the_share_of_changed_decisions_is_measured(
    campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    n = put_tile_in_queue(campaign)
    point = compared(campaign, monkeypatch, 10, 4)
    by_chance = (4 * 10 + (n - 4) * (n - 10)) / n**2
    assert (point.n_sample, point.changed) == (n, pytest.approx(6 / n))
    assert point.kappa == pytest.approx((1 - 6 / n - by_chance) / (1 - by_chance))
    assert point.previous is not None and point.previous.number == 1


def test_the_model_just_before_is_the_one_compared_with(
    campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_tile_in_queue(campaign)
    point = compared(campaign, monkeypatch, 2, 10, 10)
    assert (point.changed, point.kappa) == (0.0, 1.0)


def test_a_first_model_is_compared_with_nothing(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    put_tile_in_queue(campaign)
    point = compared(campaign, monkeypatch, 10)
    assert (point.previous, point.n_sample, point.kappa) == (None, 0, None)


def test_an_empty_queue_gives_no_comparison(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    point = compared(campaign, monkeypatch, 10, 4)
    assert (point.n_sample, point.changed, point.kappa) == (0, None, None)


def test_a_tile_that_cannot_be_read_is_left_out(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    put_tile_in_queue(campaign)
    tile = LabelTile.objects.get().tile
    data_path(tile.picture).unlink()
    Tile.objects.update(sha256="0" * 64)  # so that its cached features do not count
    assert compared(campaign, monkeypatch, 10, 4).n_sample == 0
