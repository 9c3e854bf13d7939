"""How a search goes on: what it did in each minute, and failures that people have accepted."""

import time
from typing import Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F

from detection.runs.models import DetectionRun
from imagery.messages import MessageField


class RunMinuteQuerySet(models.QuerySet["RunMinute"]):
    def of(self, run: DetectionRun) -> Self:
        return self.filter(run=run).order_by("minute")

    def add(self, run: DetectionRun, n_tiles: int) -> None:
        """Count tiles that were finished just now. In the transaction that stores them."""
        row = self.filter(run=run, minute=this_minute())
        if not n_tiles or row.update(n_tiles=F("n_tiles") + n_tiles):
            return
        try:
            with transaction.atomic():
                self.create(run=run, minute=this_minute(), n_tiles=n_tiles)
        except IntegrityError:  # another worker began the minute
            row.update(n_tiles=F("n_tiles") + n_tiles)


class RunMinute(models.Model):
    """Number of tiles that a search finished in one minute. Minutes without any have no row."""

    run = models.ForeignKey(DetectionRun, on_delete=models.CASCADE, related_name="minutes", db_index=False)
    minute = models.PositiveIntegerField()
    """Since 1970, UTC."""
    n_tiles = models.PositiveIntegerField(default=0)

    objects = RunMinuteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "minute"], name="one_row_per_minute")]


class Acceptance(models.Model):
    """A person's word that some failed tiles may stay as they are."""

    run = models.ForeignKey(DetectionRun, on_delete=models.CASCADE, related_name="acceptances")
    reason = models.CharField(max_length=16, blank=True)
    """Of the failures; empty: all that were open."""
    failure_parts = MessageField()
    """One of the failures, as an example."""
    n_tiles = models.PositiveIntegerField()
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]


def this_minute() -> int:
    return int(time.time() // 60)
