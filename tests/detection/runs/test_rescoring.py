"""A newer model judges a finished search from stored features, and says what a new search would change."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from campaigns.models import Campaign, Job
from detection.models import DetectionRun, ModelVersion, Rescoring, TileResult
from detection.runs import sweeps
from detection.runs.services.rescore_run import rescore_run
from detection.training.models import RegionEstimate
from tests.detection.drawn_tiles import make_mined_campaign, make_trained_model
from tests.detection.runs.searching import plan, search

N_TILES = 4


@pytest.fixture
def searched(
    db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[DetectionRun, ModelVersion]:
    """A finished search with mining on its second tile, and a model trained after it."""
    settings.DATA_ROOT = tmp_path
    monkeypatch.setattr("detection.runs.tasks.queue_task", lambda **_: True)
    campaign = make_mined_campaign(N_TILES, mining=[1])
    make_trained_model(campaign)
    run = plan(campaign)
    assert search(run).state == Job.State.SUCCEEDED
    return run, make_trained_model(campaign)


def rescore(run: DetectionRun, model: ModelVersion) -> Rescoring:
    return rescore_run(rescoring_id=Rescoring.objects.create(run=run, model_version=model).pk)


def test_the_same_model_changes_nothing(searched: tuple[DetectionRun, ModelVersion]) -> None:
    found = rescore(*searched)
    assert (found.n_tiles, found.n_missing, found.n_gained, found.n_lost) == (N_TILES, 0, 0, 0)
    assert found.n_positive == found.n_positive_before == 1
    assert found.n_superpixels == sum(searched[0].tile_results.values_list("n_superpixels", flat=True))
    assert found.finished_at is not None and found.superpixels_per_second > 0


def test_a_stricter_threshold_loses_the_tile_and_names_it(
    searched: tuple[DetectionRun, ModelVersion],
) -> None:
    run, model = searched
    ModelVersion.objects.filter(pk=model.pk).update(thresholds={"balanced": 1.0, "precise": 1.0})
    found = rescore(run, model)
    mined = run.tile_results.get(n_positive__gte=run.min_positive_superpixels)
    assert (found.n_positive, found.lost, found.gained) == (0, [str(mined)], [])


def test_the_estimated_share_of_the_region_is_used(searched: tuple[DetectionRun, ModelVersion]) -> None:
    run, model = searched
    thresholds = {"balanced": 0.4, "precise": 0.6}
    RegionEstimate.objects.create(
        model_version=model, basis="model", share=0.02, low=0.01, high=0.05, thresholds=thresholds
    )
    found = rescore(run, model)
    assert (found.share, found.threshold) == (0.02, 0.6)


def test_tiles_without_stored_features_count_as_missing(
    searched: tuple[DetectionRun, ModelVersion], tmp_path: Path
) -> None:
    run, model = searched
    for path in (tmp_path / "features").rglob("*.npz"):
        path.write_bytes(b"torn")
    found = rescore(run, model)
    assert (found.n_tiles, found.n_missing, found.n_positive) == (0, N_TILES, 0)


class Queue:
    def __init__(self) -> None:
        self.arguments: list[int] = []

    def __call__(self, *, task: object, argument: int) -> bool:
        self.arguments.append(argument)
        return True


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Queue:
    queue = Queue()
    monkeypatch.setattr(sweeps, "queue_task", queue)
    return queue


def test_the_newest_model_rescores_the_latest_search_once(
    searched: tuple[DetectionRun, ModelVersion], queue: Queue
) -> None:
    sweeps.rescore_where_due()
    sweeps.rescore_where_due()
    rescoring = Rescoring.objects.get()
    assert (rescoring.run, rescoring.model_version) == searched
    assert queue.arguments == [rescoring.pk]


def test_a_rescoring_whose_worker_died_is_queued_again(
    searched: tuple[DetectionRun, ModelVersion], queue: Queue, settings: Settings
) -> None:
    sweeps.rescore_where_due()
    silent = timezone.now() - timedelta(seconds=settings.JOB_SILENCE_SECONDS + 1)
    Rescoring.objects.update(queued_at=silent)
    sweeps.rescore_where_due()
    assert len(queue.arguments) == 2


def test_a_finished_rescoring_is_left_alone(
    searched: tuple[DetectionRun, ModelVersion], queue: Queue
) -> None:
    rescore(*searched)
    Rescoring.objects.update(queued_at=timezone.now() - timedelta(days=1))
    sweeps.rescore_where_due()
    assert queue.arguments == []


def test_a_model_on_other_features_rescores_nothing(
    searched: tuple[DetectionRun, ModelVersion], queue: Queue
) -> None:
    ModelVersion.objects.filter(pk=searched[1].pk).update(extractor_version="0")
    sweeps.rescore_where_due()
    assert not Rescoring.objects.exists() and queue.arguments == []


def test_novel_superpixels_are_counted_for_tiles_and_search(
    searched: tuple[DetectionRun, ModelVersion],
) -> None:
    run = searched[0]
    counts = TileResult.objects.filter(run=run).values_list("n_novel", "n_superpixels")
    novel, total = (sum(column) for column in zip(*counts, strict=True))
    assert run.novel_share() == novel / total


def test_a_search_without_analysed_tiles_has_no_novel_share(
    searched: tuple[DetectionRun, ModelVersion],
) -> None:
    run = searched[0]
    TileResult.objects.filter(run=run).update(n_superpixels=0, n_novel=0)
    assert run.novel_share() is None


def test_a_search_freezes_the_estimated_share_and_its_thresholds(campaign: Campaign) -> None:
    from detection.runs.actions import start_run

    model = make_trained_model(campaign)
    thresholds = {"balanced": 0.31, "precise": 0.57}
    RegionEstimate.objects.create(
        model_version=model, basis="model", share=0.02, low=0.01, high=0.05, thresholds=thresholds
    )
    run = start_run(campaign=campaign, started_by=None)
    assert (run.share, run.threshold) == (0.02, 0.57)


def test_without_an_estimate_a_search_uses_the_share_learnt_from(campaign: Campaign) -> None:
    from detection.runs.actions import start_run

    model = make_trained_model(campaign)
    run = start_run(campaign=campaign, started_by=None, threshold="balanced")
    assert (run.share, run.threshold) == (None, model.thresholds["balanced"])
