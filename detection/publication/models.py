"""What the public sees."""

from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from campaigns.models import Campaign
from detection.runs.models import DetectionRun


class ReleaseQuerySet(models.QuerySet["Release"]):
    def public(self) -> Self:
        return self.filter(campaign__is_public=True)


class Release(models.Model):
    """An immutable publication of a run's confirmed detections."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    run = models.ForeignKey(DetectionRun, on_delete=models.PROTECT, related_name="releases")
    geojson = models.CharField(max_length=300)
    """Path below DATA_ROOT of the GeoJSON FeatureCollection."""
    sha256 = models.CharField(max_length=64)
    n_detections = models.PositiveIntegerField()
    area_ha = models.FloatField()
    coverage = models.JSONField()
    """How many tiles of the run were in each state when this was published."""
    note = models.TextField(blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    published_at = models.DateTimeField(auto_now_add=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="one_release_per_number")]

    def get_absolute_url(self) -> str:
        return reverse("public-map", args=[self.campaign.slug])
