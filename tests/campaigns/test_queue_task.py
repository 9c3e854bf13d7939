"""Queueing when the broker is down."""

from collections.abc import Iterator

import pytest
from celery import Celery, Task
from pytest_django import DjangoCaptureOnCommitCallbacks

from campaigns.models import Campaign, Job
from campaigns.services.queue_task import queue_for_job
from imagery.services.queue_task import queue_task


@pytest.fixture(scope="module")
def dead() -> Iterator[Task]:
    """A task of an application without Redis: nothing listens on port 1."""
    app = Celery("dead", broker="redis://127.0.0.1:1", set_as_current=False)
    app.conf.update(
        task_publish_retry_policy={"max_retries": 1, "interval_start": 0.01}, broker_connection_timeout=1
    )

    @app.task(name="nobody.hears")
    def unheard(number: int) -> None:
        raise AssertionError(number)

    yield unheard
    app.close()


def test_a_dead_broker_is_reported_and_not_raised(dead: Task) -> None:
    assert not queue_task(task=dead, argument=1)


def test_a_job_that_could_not_be_queued_gives_the_reason(
    campaign: Campaign, dead: Task, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    job = Job.objects.create(campaign=campaign, kind=Job.Kind.TRAIN)
    with django_capture_on_commit_callbacks(execute=True):
        queue_for_job(job=job, task=dead, argument=job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED and "cannot be reached" in job.failure


def test_nothing_is_queued_before_the_commit(
    campaign: Campaign, dead: Task, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    job = Job.objects.create(campaign=campaign, kind=Job.Kind.TRAIN)
    with django_capture_on_commit_callbacks() as waiting:
        queue_for_job(job=job, task=dead, argument=job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED and len(waiting) == 1
