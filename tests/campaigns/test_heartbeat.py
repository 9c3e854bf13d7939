"""Signs of life of workers, on connections of their own."""

import threading
import time

import pytest
from django.db import OperationalError
from pytest_django import Settings

from campaigns.models import Campaign, Job, SweepLock
from campaigns.services.heartbeat import beating
from campaigns.services.outages import wait_for_database
from campaigns.services.run_alone import alone

PATIENCE_S = 20


@pytest.fixture(autouse=True)
def quick(settings: Settings) -> None:
    settings.HEARTBEAT_SECONDS = 0.02


@pytest.mark.django_db(transaction=True)
def test_a_job_at_work_has_a_heartbeat(campaign: Campaign) -> None:
    job = Job.objects.create(campaign=campaign, kind=Job.Kind.TRAIN)
    job.claim()
    first = job.heartbeat_at
    with beating(job.beat):
        deadline = time.monotonic() + PATIENCE_S
        while job.heartbeat_at == first and time.monotonic() < deadline:
            job.refresh_from_db()
    assert first is not None and job.heartbeat_at is not None and job.heartbeat_at > first


def test_a_heartbeat_outlives_an_outage() -> None:
    beats, again = [], threading.Event()

    def beat() -> None:
        beats.append(1)
        if len(beats) == 1:
            raise OperationalError("gone")
        again.set()

    with beating(beat):
        assert again.wait(PATIENCE_S)


def test_the_heart_stops_with_the_work() -> None:
    beats: list[int] = []
    with beating(lambda: beats.append(1)):
        pass
    after = len(beats)
    time.sleep(0.1)
    assert len(beats) <= after + 1  # one may have been under way


@pytest.mark.django_db
def test_only_one_worker_does_what_is_done_alone(settings: Settings) -> None:
    settings.HEARTBEAT_SECONDS = 0
    with alone("estimates") as first, alone("estimates") as second, alone("other") as third:
        assert (first, second, third) == (True, False, True)
    with alone("estimates") as later:
        assert later


@pytest.mark.django_db
def test_the_lock_of_a_dead_worker_is_taken_over(settings: Settings) -> None:
    settings.WORKER_SILENCE_SECONDS = -1
    assert SweepLock(name="estimates").acquire() and SweepLock(name="estimates").acquire()


def test_waiting_for_the_database_ends_when_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    answers, waits = iter([False, False, True]), []
    monkeypatch.setattr("campaigns.services.outages._answers", lambda: next(answers))
    assert wait_for_database(sleep=waits.append)
    assert waits == [0.5, 1.0]


def test_waiting_for_the_database_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaigns.services.outages._answers", lambda: False)
    assert not wait_for_database(sleep=lambda _seconds: None)
