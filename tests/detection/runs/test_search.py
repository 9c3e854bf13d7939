"""A search of a region: planning, searching tile by tile, finishing once."""

import errno
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.utils import timezone
from pytest_django import Settings

from campaigns.errors import JobAlreadyRunning
from campaigns.models import Campaign, Job
from detection.models import Detection, DetectionRun, ModelVersion, RunChunk, TileResult
from detection.runs.actions import continue_run, start_run
from detection.runs.errors import BadThreshold, NoModelYet, NothingToDo, UnfitModel
from detection.runs.services import search_chunk as search_service
from detection.runs.services.plan_run import plan_run
from detection.runs.sweeps import resume_runs
from detection.runs.tasks import plan_run as plan_run_task
from detection.runs.tasks import search_next_chunk
from detection.runs.tile_analyser import TileAnalyser
from detection.runs.tile_analysis import TileAnalysis
from imagery.models import ImagerySource, Tile, TileSegmentation
from ml import feature_store
from ml.errors import MissingWeights
from ml.features.texture import TextureExtractor
from tests.detection.drawn_tiles import make_mined_campaign, make_trained_model
from tests.detection.runs.searching import plan, search
from tests.factories_detection import make_model_version

State = TileResult.State
N_TILES = 3


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> list[int | None]:
    """The arguments of tasks that would be queued; there is no broker."""
    sent: list[int | None] = []

    def record(*, task: Any, argument: int | None = None) -> bool:
        sent.append(argument)
        return True

    monkeypatch.setattr("detection.runs.tasks.queue_task", record)
    monkeypatch.setattr("detection.runs.sweeps.queue_task", record)
    monkeypatch.setattr("detection.runs.sweeps.is_empty", lambda _queue: False)
    return sent


@pytest.fixture
def mined_campaign(db: None, settings: Settings, tmp_path: Path) -> Campaign:
    """Three tiles, mining in the second, a trained model, and an empty feature cache."""
    settings.DATA_ROOT = tmp_path
    campaign = make_mined_campaign(N_TILES, mining=[1])
    make_trained_model(campaign)
    return campaign


@pytest.fixture
def planned(mined_campaign: Campaign, queue: list[int | None]) -> DetectionRun:
    return plan(mined_campaign)


def test_mining_is_found_where_it_is_and_only_there(mined_campaign: Campaign, planned: DetectionRun) -> None:
    job = search(planned)
    detection = Detection.objects.get()
    result = detection.tile_result
    assert job.state == Job.State.SUCCEEDED and job.result["detections"] == 1
    assert planned.counts() == {"pending": 0, "analysed": N_TILES, "no_imagery": 0, "failed": 0}
    assert result.x == min(planned.tile_results.values_list("x", flat=True)) + 1
    west, _, east, _ = result.address.bounds
    assert detection.west == pytest.approx(west, abs=1e-6) and detection.east < west + 0.75 * (east - west)
    # Three superpixels at least, half of the tile and its border at most.
    assert 1.0 < detection.area_ha < 11.0 and detection.captured_from is not None


def test_the_probability_of_each_superpixel_is_stored(planned: DetectionRun) -> None:
    search(planned)
    result = Detection.objects.get().tile_result
    assert result.probabilities is not None and len(result.probabilities) == result.n_superpixels
    above = sum(probability >= planned.threshold for probability in result.probabilities)
    assert result.n_positive == above >= planned.min_positive_superpixels


def test_the_rule_decides_what_is_a_finding(mined_campaign: Campaign, queue: list[int | None]) -> None:
    run = start_run(campaign=mined_campaign, started_by=None, min_positive_superpixels=1000)
    plan_run(run_id=run.pk)
    search(run)
    assert not Detection.objects.exists() and run.tile_results.filter(n_positive__gt=2).exists()


def test_every_tile_has_a_result_before_the_search_begins(planned: DetectionRun) -> None:
    assert planned.counts()["pending"] == N_TILES
    assert planned.job is not None and (planned.job.done, planned.job.total) == (0, N_TILES)


def test_planning_twice_changes_nothing(planned: DetectionRun) -> None:
    DetectionRun.objects.update(planned_at=None)
    before = set(planned.tile_results.values_list("pk", flat=True))
    plan_run(run_id=planned.pk)
    assert set(planned.tile_results.values_list("pk", flat=True)) == before
    assert DetectionRun.objects.get().planned_at is not None


def test_a_chunk_holds_at_most_sixteen_tiles_of_a_small_region(planned: DetectionRun) -> None:
    for chunk in planned.chunks.all():
        assert len(chunk.quadkey) == planned.zoom - 2
        assert all(result.address.quadkey.startswith(chunk.quadkey) for result in chunk.tile_results.all())


def test_searching_twice_stores_once(planned: DetectionRun) -> None:
    search(planned)
    RunChunk.objects.update(state=RunChunk.State.PENDING)
    TileResult.objects.filter(n_positive=0).update(state=State.PENDING)
    Job.objects.filter(run=planned).update(state=Job.State.RUNNING)
    assert search(planned).state == Job.State.SUCCEEDED
    assert Detection.objects.count() == 1


def test_a_chunk_claimed_by_another_worker_is_skipped(planned: DetectionRun) -> None:
    for chunk in planned.chunks.all():
        assert chunk.acquire_claim() and not chunk.acquire_claim()
    search(planned)
    assert planned.counts()["pending"] == N_TILES


def test_only_the_worker_that_holds_the_claim_may_finish(planned: DetectionRun, settings: Settings) -> None:
    first = planned.chunks.all()[0]
    assert first.acquire_claim()
    settings.WORKER_SILENCE_SECONDS = 0
    second = RunChunk.objects.get(pk=first.pk)
    assert second.acquire_claim()
    first.tile_results.all().update(state=State.ANALYSED)
    assert not first.finish() and not first.heartbeat() and second.finish()


def test_a_dead_workers_chunk_goes_to_another(planned: DetectionRun, queue: list[int | None]) -> None:
    chunk = planned.chunks.all()[0]
    chunk.acquire_claim()
    resume_runs()
    chunk.refresh_from_db()
    assert chunk.state == RunChunk.State.CLAIMED
    RunChunk.objects.update(heartbeat_at=timezone.now() - timedelta(hours=1))
    resume_runs()
    chunk.refresh_from_db()
    assert chunk.state == RunChunk.State.PENDING
    assert search(planned).state == Job.State.SUCCEEDED


def test_a_lost_message_is_replaced_and_one_that_waits_is_not(
    planned: DetectionRun, queue: list[int | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    queue.clear()
    for waits in (True, False):
        monkeypatch.setattr("detection.runs.sweeps.is_empty", lambda _queue, waits=waits: not waits)
        resume_runs()
        assert queue == ([] if waits else [None])


def test_one_message_is_queued_however_many_chunks_there_are(
    mined_campaign: Campaign, queue: list[int | None]
) -> None:
    run = start_run(campaign=mined_campaign, started_by=None)
    queue.clear()
    plan_run_task(run.pk)
    RunChunk.objects.bulk_create(RunChunk(run=run, quadkey=f"{n:016}") for n in range(50))
    assert queue == [None]
    search_next_chunk()
    assert queue == [None, None]


def test_searches_take_turns(
    planned: DetectionRun, mined_campaign: Campaign, queue: list[int | None]
) -> None:
    RunChunk.objects.bulk_create(RunChunk(run=planned, quadkey=f"{n:016}") for n in range(3))
    other = Campaign.objects.get(pk=mined_campaign.pk)
    other.pk, other.slug = None, "other"
    other.save()
    model = make_model_version(other)
    second = DetectionRun.objects.get(pk=planned.pk)
    second.pk, second.campaign, second.model_version, second.job = None, other, model, None
    second.job = Job.objects.create(campaign=other, kind=Job.Kind.DETECT, state=Job.State.RUNNING)
    second.save()
    RunChunk.objects.bulk_create(RunChunk(run=second, quadkey=f"{n:016}") for n in range(2))
    turns = [chunk.run_id for _ in range(4) if (chunk := RunChunk.objects.all().claim_next())]
    assert turns[0] != turns[1] and turns[:2] == turns[2:]


def test_a_search_whose_planning_died_is_planned_again(
    mined_campaign: Campaign, queue: list[int | None]
) -> None:
    run = start_run(campaign=mined_campaign, started_by=None)
    Job.objects.filter(run=run).update(created_at=timezone.now() - timedelta(hours=1))
    resume_runs()
    assert queue == [run.pk]


def test_a_search_whose_last_worker_died_is_finished(planned: DetectionRun) -> None:
    search(planned)
    Job.objects.filter(run=planned).update(state=Job.State.RUNNING)
    resume_runs()
    assert Job.objects.get(run=planned).state == Job.State.SUCCEEDED


@pytest.mark.parametrize("stage", ["_find_tile", "_read", "_store_reading", "_describe", "_judge"])
def test_one_bad_tile_never_stops_the_rest(
    planned: DetectionRun, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    real, bad = getattr(TileAnalyser, stage), planned.tile_results.order_by("x")[0].x

    def fail_once(self: TileAnalyser, analysis: TileAnalysis) -> None:
        if analysis.result.x == bad:
            raise ValueError("torn picture")
        real(self, analysis)

    monkeypatch.setattr(TileAnalyser, stage, fail_once)
    job = search(planned)
    assert job.state == Job.State.SUCCEEDED and "1 failed" in job.message
    assert planned.tile_results.get(state=State.FAILED).failure == "ValueError: torn picture"
    assert planned.counts()["analysed"] == N_TILES - 1


def test_only_failed_tiles_are_retried(planned: DetectionRun) -> None:
    search(planned)
    finished = set(TileResult.objects.filter(n_positive=0).values_list("pk", "finished_at"))
    TileResult.objects.filter(n_positive__gt=0).update(state=State.FAILED, failure_parts="down", n_positive=0)
    Detection.objects.all().delete()
    continue_run(run=planned, started_by=None)
    plan_run(run_id=planned.pk)
    job = search(planned)
    assert job.state == Job.State.SUCCEEDED and Detection.objects.count() == 1
    assert finished <= set(TileResult.objects.values_list("pk", "finished_at"))


def test_a_search_without_failures_cannot_be_continued(planned: DetectionRun) -> None:
    search(planned)
    with pytest.raises(NothingToDo):
        continue_run(run=planned, started_by=None)
    assert not Job.objects.active().exists()


def test_a_stopped_search_keeps_its_findings_and_can_be_continued(
    planned: DetectionRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Job.advance

    def stop(self: Job, steps: int = 1) -> bool:
        Job.objects.get(pk=self.pk).cancel()
        return real(self, steps)

    with monkeypatch.context() as patch:
        patch.setattr(Job, "advance", stop)
        assert search(planned).state == Job.State.CANCELLED
    assert planned.counts()["pending"] == N_TILES - 1
    continue_run(run=planned, started_by=None)
    plan_run(run_id=planned.pk)
    assert search(planned).state == Job.State.SUCCEEDED
    assert planned.counts()["analysed"] == N_TILES and Detection.objects.count() == 1


def test_a_tile_that_keeps_crashing_workers_fails(planned: DetectionRun) -> None:
    TileResult.objects.update(n_attempts=9, n_alone=search_service.MAX_ATTEMPTS)
    job = search(planned)
    assert job.state == Job.State.FAILED and "workers in a row" in job.failure


def test_a_tile_that_was_near_many_kills_is_not_blamed(planned: DetectionRun) -> None:
    TileResult.objects.update(n_attempts=9)
    job = search(planned)
    assert job.state == Job.State.SUCCEEDED and planned.counts()["analysed"] == N_TILES


def test_a_full_disk_stops_the_search_and_blames_no_tile(
    planned: DetectionRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for segmentation in TileSegmentation.objects.all():
        segmentation.delete()
    with monkeypatch.context() as patch:
        patch.setattr("imagery.files._replace", full)
        job = search(planned)
    assert job.state == Job.State.FAILED and "No space left on device" in job.failure
    assert "free space in" in job.failure
    assert planned.counts() == {"pending": N_TILES, "analysed": 0, "no_imagery": 0, "failed": 0}
    continue_run(run=planned, started_by=None)
    plan_run(run_id=planned.pk)
    assert search(planned).state == Job.State.SUCCEEDED


def full_of_postgresql() -> OperationalError:
    error = OperationalError("could not extend file: No space left on device")
    error.__cause__ = psycopg.errors.DiskFull()
    return error


def full_of_sqlite() -> OperationalError:
    """As SQLite raises it for a database that may not grow."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA max_page_count = 2")
        database.execute("CREATE TABLE filling (content)")
        try:
            database.execute("INSERT INTO filling VALUES (zeroblob(100000))")
        except sqlite3.OperationalError as cause:
            error = OperationalError(str(cause))
            error.__cause__ = cause
            return error
    raise AssertionError("SQLite has grown beyond its limit")


@pytest.mark.parametrize("make_error", [full_of_postgresql, full_of_sqlite])
def test_a_database_without_space_stops_the_search_until_there_is_some(
    planned: DetectionRun, monkeypatch: pytest.MonkeyPatch, make_error: Callable[[], OperationalError]
) -> None:
    def full(*_arguments: object) -> None:
        raise make_error()

    with monkeypatch.context() as patch:
        patch.setattr(search_service, "_store", full)
        with pytest.raises(OperationalError):
            search(planned)
    job = Job.objects.get(run=planned)
    assert job.state == Job.State.FAILED and "no space left" in job.failure
    assert planned.counts()["pending"] == N_TILES
    assert not planned.chunks.filter(state=RunChunk.State.CLAIMED).exists()
    continue_run(run=planned, started_by=None)
    plan_run(run_id=planned.pk)
    assert search(planned).state == Job.State.SUCCEEDED


def test_a_full_disk_under_the_last_features_stops_the_search_too(
    planned: DetectionRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = feature_store._replace

    def full_at_last(path: Path, content: bytes) -> None:
        if not planned.counts()["pending"]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        replace(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(feature_store, "_replace", full_at_last)
        job = search(planned)
    assert job.state == Job.State.FAILED and "No space left on device" in job.failure
    # Every tile is analysed, but the last chunk is not over.
    assert planned.counts()["analysed"] == N_TILES and planned.chunks.unfinished().count() == 1
    continue_run(run=planned, started_by=None)
    plan_run(run_id=planned.pk)
    assert search(planned).state == Job.State.SUCCEEDED and Detection.objects.exists()


def test_a_region_without_imagery_says_so(planned: DetectionRun) -> None:
    Tile.objects.update(state=Tile.State.NO_IMAGERY)
    job = search(planned)
    assert job.state == Job.State.FAILED and "No imagery was found in any of the 3 tiles" in job.failure
    assert planned.counts()["no_imagery"] == N_TILES


def test_missing_weights_fail_the_search_and_not_each_tile(
    planned: DetectionRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise MissingWeights("The weights are gone; put them back.")

    monkeypatch.setattr(TextureExtractor, "extract", refuse)
    job = search(planned)
    assert job.state == Job.State.FAILED and job.failure == "The weights are gone; put them back."
    assert planned.counts()["pending"] == N_TILES
    assert set(planned.tile_results.values_list("n_attempts", flat=True)) == {0}


def test_changed_imagery_fails_the_search(planned: DetectionRun) -> None:
    ImagerySource.objects.update(revision=2)
    job = search(planned)
    assert job.state == Job.State.FAILED and "imagery source was changed" in job.failure


def test_a_model_of_another_extractor_version_is_refused(
    mined_campaign: Campaign, planned: DetectionRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TextureExtractor, "version", "from-the-future")
    job = search(planned)
    assert job.state == Job.State.FAILED and "from-the-future" in job.failure


def test_a_second_search_is_refused_while_one_is_under_way(planned: DetectionRun, admin: User) -> None:
    with pytest.raises(JobAlreadyRunning, match=r"Search the region.*already under way"):
        start_run(campaign=planned.campaign, started_by=admin)
    assert DetectionRun.objects.count() == 1


def test_a_search_needs_a_model(campaign: Campaign) -> None:
    with pytest.raises(NoModelYet, match="then retrain"):
        start_run(campaign=campaign, started_by=None)


def test_a_search_needs_the_segmentation_that_the_model_was_trained_on(campaign: Campaign) -> None:
    make_model_version(campaign, segmentation_key="another")
    with pytest.raises(UnfitModel, match="Retrain"):
        start_run(campaign=campaign, started_by=None)


@pytest.mark.parametrize(("wanted", "level"), [(None, 0.71), ("balanced", 0.52), ("0.4", 0.4), (0.9, 0.9)])
def test_the_threshold_is_frozen(campaign: Campaign, wanted: str | float | None, level: float) -> None:
    make_model_version(campaign)
    assert start_run(campaign=campaign, started_by=None, threshold=wanted).threshold == level


@pytest.mark.parametrize("wanted", ["high", "1.5", -0.1, "nan"])
def test_an_invalid_threshold_is_refused(campaign: Campaign, wanted: str | float) -> None:
    make_model_version(campaign)
    with pytest.raises(BadThreshold):
        start_run(campaign=campaign, started_by=None, threshold=wanted)
    assert ModelVersion.objects.count() == 1 and not Job.objects.exists()
