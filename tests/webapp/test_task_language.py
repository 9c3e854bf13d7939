from collections.abc import Iterator
from typing import Any

import pytest
from celery import Celery, Task
from celery.contrib.testing.worker import start_worker
from django.utils import translation

from webapp import task_language

WAIT_S = 30


def make_task() -> "Task[[], str | None]":
    app = Celery("language", broker="memory://", backend="cache+memory://", set_as_current=False)
    app.conf.worker_hijack_root_logger = False
    task_language.connect()
    task: Task[Any, Any] = app.task(name="tests.language_spoken")(translation.get_language)
    return task


@pytest.fixture
def spoken() -> Iterator["Task[[], str | None]"]:
    task = make_task()
    with start_worker(task.app, pool="solo", perform_ping_check=False, shutdown_timeout=WAIT_S):
        yield task


def test_a_task_uses_the_language_of_the_person_who_queued_it(spoken: "Task[[], str | None]") -> None:
    with translation.override("uk"):
        ukrainian = spoken.apply_async()
    with translation.override("en"):
        english = spoken.apply_async()

    assert ukrainian.get(timeout=WAIT_S) == "uk"
    assert english.get(timeout=WAIT_S) == "en"


def test_a_task_called_in_place_leaves_its_callers_language_alone() -> None:
    with translation.override("uk"):
        assert make_task().apply().get() == "uk"
        assert translation.get_language() == "uk"
