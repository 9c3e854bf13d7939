"""A frozen model over a region, tile by tile."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Job
from detection.training.models import ModelVersion
from imagery.models import ImagerySource, Tile

CHUNK_SILENCE = timedelta(minutes=10)
"""A claimed chunk whose worker has been silent for this long is free again."""


class DetectionRun(models.Model):
    """Everything that decides the result is frozen here: model, source version, segmentation, threshold, rule."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    model_version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="runs")
    source = models.ForeignKey(ImagerySource, on_delete=models.PROTECT, related_name="+")
    source_version = models.CharField(max_length=12)
    region = models.JSONField()
    zoom = models.PositiveSmallIntegerField()
    segmentation = models.JSONField()
    segmentation_key = models.CharField(max_length=64)
    threshold = models.FloatField()
    more_than_positive = models.PositiveSmallIntegerField(default=2)
    """A tile is positive when more than this many of its superpixels are."""
    job = models.OneToOneField(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="run")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="one_run_per_number")]

    def __str__(self) -> str:
        return f"{self.campaign.slug} run {self.number}"

    def counts(self) -> dict[str, int]:
        """How many tiles are in each state."""
        rows = self.tile_results.values_list("state").annotate(Count("id"))
        return {state: 0 for state in TileResult.State.values} | dict(rows)


class RunChunkQuerySet(models.QuerySet["RunChunk"]):
    def claimable(self) -> Self:
        waiting = Q(state=RunChunk.State.PENDING)
        abandoned = Q(state=RunChunk.State.CLAIMED, heartbeat_at__lt=timezone.now() - CHUNK_SILENCE)
        return self.filter(waiting | abandoned)


class RunChunk(models.Model):
    """The tiles of a run below one quadkey: the piece of work that a worker claims."""

    class State(models.TextChoices):
        PENDING = "pending"
        CLAIMED = "claimed"
        DONE = "done"

    run = models.ForeignKey(DetectionRun, on_delete=models.CASCADE, related_name="chunks")
    quadkey = models.CharField(max_length=24)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    claim = models.UUIDField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    n_claims = models.PositiveSmallIntegerField(default=0)

    objects = RunChunkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "quadkey"], name="one_chunk_per_quadkey")]
        indexes = [models.Index(fields=["run", "state"])]


class TileResult(models.Model):
    """What the run saw in one tile. There is one for every tile of the region from the start."""

    class State(models.TextChoices):
        PENDING = "pending", _("Not looked at yet")
        ANALYSED = "analysed", _("Analysed")
        NO_IMAGERY = "no_imagery", _("No imagery")
        FAILED = "failed", _("Failed")

    run = models.ForeignKey(DetectionRun, on_delete=models.CASCADE, related_name="tile_results")
    chunk = models.ForeignKey(RunChunk, on_delete=models.CASCADE, related_name="tile_results")
    z = models.PositiveSmallIntegerField()
    x = models.PositiveIntegerField()
    y = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    failure = models.CharField(max_length=500, blank=True)
    tile = models.ForeignKey(Tile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    n_superpixels = models.PositiveSmallIntegerField(default=0)
    n_positive = models.PositiveSmallIntegerField(default=0)
    max_probability = models.FloatField(null=True)
    probabilities = models.JSONField(null=True, blank=True)
    """Of superpixels 1..n_superpixels, in order, rounded to 3 decimals."""
    captured_from = models.DateField(null=True, blank=True)
    captured_to = models.DateField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "z", "x", "y"], name="one_result_per_tile")]
        indexes = [models.Index(fields=["run", "state"])]


class Detection(models.Model):
    """The positive superpixels of one positive tile, as one polygon."""

    class State(models.TextChoices):
        UNREVIEWED = "unreviewed", _("To review")
        NEEDS_SECOND = "needs_second", _("Needs a second look")
        CONFIRMED = "confirmed", _("Confirmed")
        REJECTED = "rejected", _("Rejected")
        UNSURE = "unsure", _("Unsure")
        DISPUTED = "disputed", _("Disputed")

    run = models.ForeignKey(DetectionRun, on_delete=models.CASCADE, related_name="detections")
    tile_result = models.OneToOneField(TileResult, on_delete=models.CASCADE, related_name="detection")
    geometry = models.JSONField()
    """GeoJSON MultiPolygon, degrees (EPSG:4326)."""
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    superpixels = models.JSONField()
    """Numbers of the positive superpixels."""
    score = models.FloatField()
    """The highest probability among them, 0..1."""
    area_ha = models.FloatField()
    """Geodesic, on the WGS 84 ellipsoid."""
    captured_from = models.DateField(null=True, blank=True)
    captured_to = models.DateField(null=True, blank=True)
    review_state = models.CharField(max_length=14, choices=State, default=State.UNREVIEWED)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["run", "review_state", "-score"])]
