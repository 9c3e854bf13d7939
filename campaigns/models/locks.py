"""Work of which there is one at a time in the whole installation."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class SweepLock(models.Model):
    """Held by one worker until it lets go or its heartbeat stops."""

    name = models.CharField(max_length=60, primary_key=True)
    held_until = models.DateTimeField(null=True, blank=True)

    def acquire(self) -> bool:
        now = timezone.now()
        SweepLock.objects.get_or_create(name=self.name)
        free = Q(held_until__isnull=True) | Q(held_until__lt=now)
        return bool(SweepLock.objects.filter(free, name=self.name).update(held_until=_end(now)))

    def extend(self) -> None:
        SweepLock.objects.filter(name=self.name).update(held_until=_end(timezone.now()))

    def release(self) -> None:
        SweepLock.objects.filter(name=self.name).update(held_until=None)


def _end(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.WORKER_SILENCE_SECONDS)
