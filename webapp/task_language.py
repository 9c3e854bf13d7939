"""What a task writes for people is in the language of whoever started it: reports are stored as words."""

from typing import Any

from celery import Task
from celery.signals import before_task_publish, task_postrun, task_prerun
from django.utils import translation

HEADER = "landscar_language"
"""In the message's headers, so that a redelivered task and the tasks that it queues keep the language."""


def follow() -> None:
    before_task_publish.connect(name_language)
    task_prerun.connect(speak_language)
    task_postrun.connect(fall_silent)


def name_language(*, headers: dict[str, Any], **_kwargs: object) -> None:
    if language := translation.get_language():
        headers[HEADER] = language


def speak_language(*, task: "Task[Any, Any]", **_kwargs: object) -> None:
    if language := _language_of(task):
        translation.activate(language)


def fall_silent(*, task: "Task[Any, Any]", **_kwargs: object) -> None:
    """A task that carries no language was called in place: its caller's language stays as it was."""
    if _language_of(task):
        translation.deactivate()


def _language_of(task: "Task[Any, Any]") -> str | None:
    language: str | None = getattr(task.request, HEADER, None)
    return language
