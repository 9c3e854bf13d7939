"""Start looking at a source, look again, use it."""

from functools import partial
from typing import Any

from celery import Task
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext

from imagery.errors import ImageryError
from imagery.messages import message as _
from imagery.models import ImagerySource, SourceProbe
from imagery.places import Place
from imagery.services.queue_task import queue_task
from imagery.services.use_probe import use_probe
from imagery.tasks import look_at_source, read_first_tile

MAX_ACTIVE = 5
"""Looks that one person may have under way: each may keep a worker busy for minutes."""


class TooManyProbes(ImageryError):
    """This person is already looking at several sources."""


@transaction.atomic
def start_probe(*, created_by: User, place: Place | None, **columns: Any) -> SourceProbe:
    """Look at a source in the background. `columns` are those of `SourceProbe`. Raises `TooManyProbes`."""
    if SourceProbe.objects.active().filter(created_by=created_by).count() >= MAX_ACTIVE:
        raise TooManyProbes(
            gettext("You are looking at %(count)d sources already. Wait until one of them is done.")
            % {"count": MAX_ACTIVE}
        )
    named = {"lng": place.lng, "lat": place.lat} if place else {}
    probe = SourceProbe.objects.create(created_by=created_by, **named, **columns)
    transaction.on_commit(partial(_queue, probe, look_at_source))
    return probe


@transaction.atomic
def look_again(*, probe: SourceProbe, **changes: Any) -> bool:
    """Look with other settings; False while somebody is looking."""
    if not probe.requeue(**changes):
        return False
    transaction.on_commit(partial(_queue, probe, look_at_source))
    return True


@transaction.atomic
def use_source(*, probe: SourceProbe, created_by: User, **about: Any) -> ImagerySource:
    """Store the source, and read the tile that was looked at. Raises `ValidationError` by field."""
    source = use_probe(probe=probe, created_by=created_by, **about)
    transaction.on_commit(partial(queue_task, task=read_first_tile, argument=str(probe.pk)))
    return source


def _queue(probe: SourceProbe, task: "Task[Any, Any]") -> None:
    if not queue_task(task=task, argument=str(probe.pk)):
        probe.fail(
            _(
                "The queue that hands work to the workers cannot be reached, so nobody looked. "
                "Nothing is lost: try again once the broker (Redis) is up."
            )
        )
