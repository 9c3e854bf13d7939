"""Tables of the site itself."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

FORGOTTEN_AFTER = timedelta(hours=1)
"""A process that has been silent for this long is not shown any more: another one has taken its place."""


class FirstAdminLink(models.Model):
    """The link with which the first admin's account may be made. There is one at most, and none once the site
    has an admin."""

    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)


class ProcessSeenQuerySet(models.QuerySet["ProcessSeen"]):
    def alive(self) -> Self:
        return self.filter(seen_at__gte=timezone.now() - process_silence())

    def outdated(self) -> Self:
        return self.filter(seen_at__lt=timezone.now() - FORGOTTEN_AFTER)


class ProcessSeen(models.Model):
    """When a worker, or beat, last showed that it is alive. One that is stopped takes its row with it."""

    class Kind(models.TextChoices):
        WORKER = "worker"
        BEAT = "beat"

    name = models.CharField(max_length=200, primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind)
    queues = models.JSONField(default=list)
    """Names of the queues that a worker serves."""
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = ProcessSeenQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name"]

    @property
    def is_alive(self) -> bool:
        return self.seen_at >= timezone.now() - process_silence()


def process_silence() -> timedelta:
    """A process that has not been seen for this long counts as gone: some beats, and time to restart."""
    return 3 * timedelta(seconds=max(settings.PROCESS_BEAT_SECONDS, settings.RESUME_SECONDS))
