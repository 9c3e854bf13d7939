"""When further labels change little, the campaign's page says so."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign
from detection.training.learning import learning_of
from detection.training.models import LearningPoint, ModelVersion
from detection.training.services.measure_change import kappa_of
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
    assert "More labels change little now" in shown
    assert "0.992" in shown
    assert shown.split('id="learning"')[1].count("<circle") == 4
    assert "style=" not in shown


def test_models_that_still_differ_do_not(campaign: Campaign, editor: User) -> None:
    for number, kappa in enumerate([None, 0.99, 0.90, 0.995], start=1):
        learn(campaign, number, kappa)
    assert not learning_of(campaign).is_stable
    assert "More labels change little now" not in page(campaign, editor)


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
