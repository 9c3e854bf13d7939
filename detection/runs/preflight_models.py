"""What a search would take, looked at before it begins."""

from typing import Any, Self

from django.db import models

from campaigns.models import Campaign, Job
from detection.training.models import ModelVersion


class PreflightQuerySet(models.QuerySet["Preflight"]):
    def finished(self) -> Self:
        return self.filter(finished_at__isnull=False)


class Preflight(models.Model):
    """A look ahead: the region's tiles counted, and some of them analysed and timed by a worker."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="preflights")
    model_version = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="+")
    inputs = models.CharField(max_length=64)
    """Identifies region, imagery, zoom, superpixels and model: what it says holds for these alone."""
    job = models.OneToOneField(
        Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="preflight"
    )
    report: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)
    """Fields of `detection.runs.preflight.Sample`, and the counts of `Region`."""
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = PreflightQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
