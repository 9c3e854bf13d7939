"""Jobs whose worker or message is lost, of every kind."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from celery import current_app
from django.db import OperationalError
from django.utils import timezone

from campaigns.models import Campaign, Job
from campaigns.services.take_job import taken_job
from campaigns.sweeps import MAX_CLAIMS, resume_jobs

LONG_AGO = timedelta(hours=1)
State = Job.State
TASKS = {
    Job.Kind.PREPARE: "labeling.queueing.tasks.fill_queue",
    Job.Kind.TRAIN: "detection.training.tasks.train_model",
    Job.Kind.EXPORT: "labeling.exchange.tasks.make_export",
    Job.Kind.IMPORT: "labeling.exchange.tasks.read_import",
}


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Tasks that would be queued, and their argument; the broker's queues look empty."""
    calls: list[tuple[str, int]] = []

    def record(*, task: Any, argument: int) -> bool:
        calls.append((task.name, argument))
        return True

    monkeypatch.setattr("campaigns.sweeps.queue_task", record)
    monkeypatch.setattr("campaigns.sweeps.is_empty", lambda _queue: True)
    return calls


@pytest.fixture(params=TASKS, ids=[kind.value for kind in TASKS])
def job(campaign: Campaign, request: pytest.FixtureRequest) -> Job:
    current_app.loader.import_default_modules()
    return Job.objects.create(campaign=campaign, kind=request.param, task=TASKS[request.param], argument=7)


def be_silent() -> None:
    Job.objects.update(created_at=timezone.now() - LONG_AGO)
    Job.objects.filter(heartbeat_at__isnull=False).update(heartbeat_at=timezone.now() - LONG_AGO)


def test_a_job_whose_worker_died_is_queued_again(job: Job, sent: list[tuple[str, int]]) -> None:
    job.claim()
    be_silent()
    resume_jobs()
    job.refresh_from_db()
    assert sent == [(job.task, 7)] and job.state == State.QUEUED


def test_a_job_whose_message_was_lost_is_queued_again_once(job: Job, sent: list[tuple[str, int]]) -> None:
    be_silent()
    resume_jobs()
    resume_jobs()
    assert sent == [(job.task, 7)]


def test_a_job_that_waits_its_turn_is_left_alone(
    job: Job, sent: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaigns.sweeps.is_empty", lambda _queue: False)
    Job.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    resume_jobs()
    assert sent == []


def test_a_job_that_waits_far_too_long_is_queued_again(
    job: Job, sent: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaigns.sweeps.is_empty", lambda _queue: False)
    be_silent()
    resume_jobs()
    assert sent == [(job.task, 7)]


def test_a_job_with_a_heartbeat_is_left_to_its_worker(job: Job, sent: list[tuple[str, int]]) -> None:
    job.claim()
    Job.objects.update(created_at=timezone.now() - LONG_AGO)
    resume_jobs()
    job.refresh_from_db()
    assert sent == [] and job.state == State.RUNNING


def test_a_job_that_kills_its_workers_is_given_up(job: Job, sent: list[tuple[str, int]]) -> None:
    for _worker in range(MAX_CLAIMS):
        job.claim()
        be_silent()
        resume_jobs()
        job.refresh_from_db()
    assert len(sent) == MAX_CLAIMS - 1
    assert job.state == State.FAILED and f"{MAX_CLAIMS} workers in a row" in job.failure


def test_an_outage_of_the_database_is_not_counted_against_the_job(job: Job) -> None:
    with pytest.raises(OperationalError), taken_job(job.pk) as taken:
        assert taken is not None
        raise OperationalError("the server closed the connection")
    job.refresh_from_db()
    assert (job.state, job.n_claims) == (State.QUEUED, 0)


def test_a_database_without_space_ends_the_job_in_words(job: Job) -> None:
    with pytest.raises(OperationalError), taken_job(job.pk):
        raise OperationalError("could not extend file") from psycopg.errors.DiskFull()
    job.refresh_from_db()
    assert job.state == State.FAILED and "no space left" in job.failure


def test_a_job_that_another_worker_has_is_not_taken(job: Job) -> None:
    job.claim()
    with taken_job(job.pk) as taken:
        assert taken is None
