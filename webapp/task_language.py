"""Tasks write messages in the language of the person who started them."""

from typing import Any

from celery import Task
from celery.signals import before_task_publish, task_postrun, task_prerun
from django.utils import translation

HEADER = "landscar_language"
"""A header of the task's message: redelivered tasks, and tasks that a task queues, use the same language."""


def connect() -> None:
    before_task_publish.connect(add_language)
    task_prerun.connect(activate_language)
    task_postrun.connect(deactivate_language)


def add_language(*, headers: dict[str, Any], **_kwargs: object) -> None:
    if language := translation.get_language():
        headers[HEADER] = language


def activate_language(*, task: "Task[Any, Any]", **_kwargs: object) -> None:
    if language := _language_of(task):
        translation.activate(language)


def deactivate_language(*, task: "Task[Any, Any]", **_kwargs: object) -> None:
    """A task without a language was called in place, so its caller's language stays active."""
    if _language_of(task):
        translation.deactivate()


def _language_of(task: "Task[Any, Any]") -> str | None:
    language: str | None = getattr(task.request, HEADER, None)
    return language
