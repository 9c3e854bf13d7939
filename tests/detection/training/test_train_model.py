"""Retraining ends with a model version, or with a reason on the job."""

import json

import numpy as np
import pytest
from django.contrib.auth.models import User
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from campaigns.errors import JobAlreadyRunning
from campaigns.models import Campaign, Job
from detection.models import ModelVersion
from detection.training.actions import start_training
from detection.training.models import TRAINING_SET
from detection.training.services.rank_queue import rank_queue
from detection.training.services.train_model import train_model
from detection.training.tasks import train_model as train_model_task
from imagery.files import data_path
from imagery.services.segment_tile import ensure_segmentation
from labeling.interface import TilePrediction, record_predictions
from labeling.models import Answer, GoldAnswer, LabelTile
from ml import features
from tests.detection.drawn_tiles import make_gold_crops, make_tile, strip_of_tiles

RATED = {"uncertain", "novel"}
"""Reasons of a tile that a model has rated: drawn tiles differ from drawn crops."""


@pytest.fixture
def labeled_campaign(campaign: Campaign) -> Campaign:
    make_gold_crops(campaign)
    return campaign


def queued(campaign: Campaign) -> Job:
    return Job.objects.create(campaign=campaign, kind=Job.Kind.TRAIN)


def train(campaign: Campaign) -> Job:
    job = queued(campaign)
    train_model(job_id=job.pk)
    job.refresh_from_db()
    return job


def add_gold_tile(campaign: Campaign) -> LabelTile:
    """A tile with mining in its western half and an expert's answer on every superpixel."""
    tile = make_tile(campaign, strip_of_tiles(1)[0], mining=True)
    segmentation = ensure_segmentation(tile=tile, settings=campaign.segmentation)
    label_tile = LabelTile.objects.create(
        campaign=campaign, tile=tile, segmentation=segmentation, needs_consensus=True
    )
    for number in range(1, segmentation.n_superpixels + 1):
        answer = Answer.POSITIVE if number % 2 else Answer.NEGATIVE
        GoldAnswer.objects.create(label_tile=label_tile, superpixel=number, answer=answer)
    return label_tile


def test_a_model_is_trained_and_its_metrics_are_stored(labeled_campaign: Campaign) -> None:
    job = queued(labeled_campaign)
    version = train_model(job_id=job.pk)
    job.refresh_from_db()
    assert version is not None and (job.state, job.failure) == (Job.State.SUCCEEDED, "")
    assert (version.number, version.n_positive, version.n_negative) == (1, 24, 24)
    assert version.metrics["f1"] > 0.9 and 0 < version.thresholds["precise"] < 1
    assert "v1" in job.message and job.result == {"model_version": 1}
    assert job.done == job.total == 48


def test_the_training_set_is_frozen_beside_the_model(labeled_campaign: Campaign) -> None:
    add_gold_tile(labeled_campaign)
    version = train_model(job_id=queued(labeled_campaign).pk)
    assert version is not None
    frozen = json.loads(data_path(f"{version.folder}/{TRAINING_SET}").read_bytes())
    tile = frozen["tiles"][0]
    assert len(frozen["crops"]) == 48 and len(tile["numbers"]) == len(tile["probabilities"])
    assert (tile["segmentation"], len(tile["picture_sha256"])) == (labeled_campaign.segmentation.key, 64)
    assert version.n_positive + version.n_negative == 48 + len(tile["numbers"])


def test_a_second_retraining_computes_no_features_again(
    labeled_campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_gold_tile(labeled_campaign)
    train_model(job_id=queued(labeled_campaign).pk)
    extractor = features.get_extractor("texture")

    def refuse(*_arguments: object) -> None:
        raise AssertionError("computed again")

    monkeypatch.setattr(type(extractor), "extract", refuse)
    monkeypatch.setattr(type(extractor), "extract_crop", refuse)
    second = train_model(job_id=queued(labeled_campaign).pk)
    assert second is not None and second.number == 2


def test_retraining_with_one_class_fails_with_the_counts(campaign: Campaign) -> None:
    make_gold_crops(campaign, [Answer.NEGATIVE])
    job = train(campaign)
    assert job.state == Job.State.FAILED and not ModelVersion.objects.exists()
    assert "0 for “Mining”" in job.failure and "24 for" in job.failure and "at least 10" in job.failure


def test_retraining_without_labels_fails_with_a_reason(campaign: Campaign) -> None:
    job = train(campaign)
    assert job.state == Job.State.FAILED and "Label more tiles" in job.failure


def test_missing_weights_fail_the_job(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDSCAR_RESNET50_WEIGHTS", "/nowhere/resnet50.h5")
    Campaign.objects.update(extractor=Campaign.Extractor.RESNET50)
    make_gold_crops(campaign)
    job = train(campaign)
    assert job.state == Job.State.FAILED and "/nowhere/resnet50.h5" in job.failure


def test_an_unexpected_error_is_stored_on_the_job(
    labeled_campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    def burst(*_arguments: object, **_options: object) -> None:
        raise ZeroDivisionError("pixels")

    monkeypatch.setattr("ml.classifier.train_classifier", burst)
    job = train(labeled_campaign)
    assert job.state == Job.State.FAILED and "ZeroDivisionError: pixels" in job.failure


def test_a_stopped_retraining_leaves_no_model(
    labeled_campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = queued(labeled_campaign)
    real = Job.report

    def stop_after_ten(self: Job, done: int, total: int, message: str = "") -> bool:
        if done == 10:
            Job.objects.get(pk=self.pk).cancel()
        return real(self, done, total, message)

    monkeypatch.setattr(Job, "report", stop_after_ten)
    assert train_model(job_id=job.pk) is None
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED and not ModelVersion.objects.exists()


def test_the_task_may_be_delivered_twice(labeled_campaign: Campaign) -> None:
    job = queued(labeled_campaign)
    train_model_task(job.pk)
    train_model_task(job.pk)
    assert ModelVersion.objects.count() == 1


def test_a_second_retraining_is_refused_while_one_is_queued(campaign: Campaign, admin: User) -> None:
    start_training(campaign=campaign, started_by=admin)
    with pytest.raises(JobAlreadyRunning, match=r"Retrain.*already under way"):
        start_training(campaign=campaign, started_by=admin)
    assert Job.objects.count() == 1


def test_an_unreachable_broker_fails_the_job_with_a_reason(
    campaign: Campaign,
    admin: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def dead(*_arguments: object, **_options: object) -> None:
        raise OperationalError("Connection refused")

    monkeypatch.setattr(train_model_task, "apply_async", dead)
    with django_capture_on_commit_callbacks(execute=True):
        job = start_training(campaign=campaign, started_by=admin)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED and "cannot be reached" in job.failure


def test_tiles_that_the_model_is_unsure_of_come_first_in_the_queue(labeled_campaign: Campaign) -> None:
    version = train_model(job_id=queued(labeled_campaign).pk)
    label_tile = add_gold_tile(labeled_campaign)
    assert version is not None and rank_queue(model_version_id=version.pk) == 1
    label_tile.refresh_from_db()
    assert 0 <= label_tile.priority <= 1 and label_tile.reason in RATED


def test_the_whole_queue_is_judged_in_batches(
    labeled_campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = train_model(job_id=queued(labeled_campaign).pk)
    tiles = queue_strip(labeled_campaign, 3)
    assert version is not None
    monkeypatch.setattr("detection.training.services.rank_queue.TILES_PER_BATCH", 1)
    assert rank_queue(model_version_id=version.pk) == 3
    known = LabelTile.objects.filter(pk__in=tiles).values_list("rating__model_number", "reason")
    assert {number for number, _reason in known} == {1}
    assert {reason for _number, reason in known} <= RATED


def test_judging_the_queue_continues_where_it_stopped(labeled_campaign: Campaign) -> None:
    version = train_model(job_id=queued(labeled_campaign).pk)
    tiles = queue_strip(labeled_campaign, 3)
    record_predictions(labeled_campaign, 1, {tiles[0]: TilePrediction(np.array([0.5]), 0.0)})
    assert version is not None and rank_queue(model_version_id=version.pk) == 2
    assert rank_queue(model_version_id=version.pk) == 0


def test_an_outdated_model_stops_judging_the_queue(labeled_campaign: Campaign) -> None:
    version = train_model(job_id=queued(labeled_campaign).pk)
    queue_strip(labeled_campaign, 2)
    assert version is not None
    ModelVersion.objects.filter(pk=version.pk).update(number=7)
    assert train_model(job_id=queued(labeled_campaign).pk) is not None
    assert rank_queue(model_version_id=version.pk) == 0


def queue_strip(campaign: Campaign, count: int) -> list[int]:
    tiles = [make_tile(campaign, address, mining=True) for address in strip_of_tiles(count)]
    rows = [
        LabelTile.objects.create(
            campaign=campaign,
            tile=tile,
            segmentation=ensure_segmentation(tile=tile, settings=campaign.segmentation),
        )
        for tile in tiles
    ]
    return [row.pk for row in rows]
