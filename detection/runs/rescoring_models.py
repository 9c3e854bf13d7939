"""Finished searches, judged again by newer models."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from detection.runs.models import DetectionRun
from detection.training.models import ModelVersion


class RescoringQuerySet(models.QuerySet["Rescoring"]):
    def finished(self) -> Self:
        return self.filter(finished_at__isnull=False)

    def claim_if_silent(self, pk: int) -> bool:
        """Claim an unfinished rescoring that was queued long ago: its worker or message is lost."""
        silent = timezone.now() - timedelta(seconds=settings.JOB_SILENCE_SECONDS)
        lost = self.filter(pk=pk, finished_at__isnull=True, queued_at__lt=silent)
        return bool(lost.update(queued_at=timezone.now()))


class Rescoring(models.Model):
    """What a newer model makes of a finished search, judged from stored features: what a new search would
    change."""

    run = models.ForeignKey(DetectionRun, on_delete=models.CASCADE, related_name="rescorings")
    model_version = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="rescorings")
    queued_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    threshold = models.FloatField(default=0.0)
    share = models.FloatField(null=True)
    n_tiles = models.PositiveIntegerField(default=0)
    """Analysed tiles that could be judged again."""
    n_missing = models.PositiveIntegerField(default=0)
    """Analysed tiles without stored features: a search has to read them again."""
    n_superpixels = models.PositiveIntegerField(default=0)
    n_positive_before = models.PositiveIntegerField(default=0)
    """Positive tiles of the search among those judged again."""
    n_positive = models.PositiveIntegerField(default=0)
    gained = models.JSONField(default=list)
    """Tiles "z/x/y" that become positive; like `lost`, the first `MAX_LISTED`."""
    lost = models.JSONField(default=list)
    n_gained = models.PositiveIntegerField(default=0)
    n_lost = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0.0)

    objects = RescoringQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "model_version"], name="one_rescoring_per_model")
        ]

    @property
    def superpixels_per_second(self) -> float:
        return self.n_superpixels / self.seconds if self.seconds else 0.0
