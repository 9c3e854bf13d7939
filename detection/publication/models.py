"""Releases, their places, and what was withdrawn."""

from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from campaigns.models import Campaign, Job
from detection.numbering import NumberedQuerySet
from detection.places.models import Place
from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun


class ReleaseQuerySet(NumberedQuerySet["Release"]):
    def of(self, campaign: Campaign) -> Self:
        return self.filter(campaign=campaign).select_related("campaign", "run__model_version", "run__source")


class Release(models.Model):
    """An immutable publication of a search's confirmed findings. Nothing is ever added to it or changed in
    it; places that are withdrawn later are left out of everything that is shown of it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    run = models.ForeignKey(DetectionRun, on_delete=models.PROTECT, related_name="releases")
    geojson = models.CharField(max_length=300)
    """Path below DATA_ROOT of the GeoJSON FeatureCollection."""
    sha256 = models.CharField(max_length=64)
    published_geojson = models.CharField(max_length=300, blank=True)
    """Path of the file as it was published, once places are withdrawn; kept for the record, never shown."""
    coverage_geojson = models.CharField(max_length=300)
    """Path below DATA_ROOT of the search's tiles at the time of publication, dissolved by state."""
    coverage_sha256 = models.CharField(max_length=64)
    n_detections = models.PositiveIntegerField()
    area_ha = models.FloatField()
    coverage = models.JSONField()
    """Number of tiles in each state at the time of publication."""
    card = models.JSONField()
    """The origin of every number: search, model version, training set, thresholds, rule, imagery, dates. Also
    which places were withdrawn since, and the hash and totals before."""
    note = models.TextField(blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    published_at = models.DateTimeField()

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="one_release_per_number")]

    def get_absolute_url(self) -> str:
        return reverse("release", args=[self.campaign.slug, self.number])

    @property
    def shown_places(self) -> "models.QuerySet[ReleasePlace]":
        return self.places.filter(withdrawal__isnull=True)

    @property
    def current_files(self) -> "models.QuerySet[ReleaseFile]":
        return self.files.filter(made_of=self.sha256)

    @property
    def is_latest(self) -> bool:
        return not Release.objects.filter(campaign_id=self.campaign_id, number__gt=self.number).exists()


class ReleaseFile(models.Model):
    """A file that a worker makes of a release's GeoJSON: another format, the archive of map tiles, a picture.
    It is given out only while the GeoJSON is the one that it was made of."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=40)
    """As readers download it, such as "places.csv"."""
    path = models.CharField(max_length=300)
    """Below DATA_ROOT."""
    sha256 = models.CharField(max_length=64)
    n_bytes = models.BigIntegerField()
    made_of = models.CharField(max_length=64)
    """SHA-256 of the GeoJSON. A withdrawal changes that of the release: at once no file of it is given out,
    until a worker has made it anew."""

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["release", "name"], name="one_release_file_per_name")]


class ReleaseRequest(models.Model):
    """An admin asked for a release; a worker makes it."""

    run = models.ForeignKey(DetectionRun, on_delete=models.CASCADE, related_name="release_requests")
    note = models.TextField(blank=True)
    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="release_request")
    release = models.OneToOneField(
        Release, null=True, blank=True, on_delete=models.CASCADE, related_name="request"
    )
    """Set in the transaction that publishes, so that repeating it publishes nothing twice."""


class Withdrawal(models.Model):
    """A place was taken off the public map, from all releases that were there. It may come back in a later
    release, after it was reviewed anew."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="withdrawals")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="withdrawals")
    reason = models.TextField(max_length=2000)
    """Readers see it."""
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField()

    class Meta:
        ordering = ["-withdrawn_at"]


class ReleasePlace(models.Model):
    """A confirmed finding as it was published. Later decisions do not change it."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="places")
    number = models.PositiveIntegerField()
    """The place's public number, the same in every search and release."""
    detection = models.ForeignKey(Detection, on_delete=models.PROTECT, related_name="places")
    lng = models.FloatField()
    lat = models.FloatField()
    area_ha = models.FloatField()
    score = models.FloatField()
    n_confirmed = models.PositiveSmallIntegerField()
    """Number of editors who had confirmed it."""
    captured_from = models.DateField(null=True, blank=True)
    captured_to = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    """Year of capture; null when the dates are unknown or more than 12 months apart."""
    district = models.CharField(max_length=200, blank=True)
    """Name of the district that its point lies in, as the boundaries were then; empty outside all of them."""
    withdrawal = models.ForeignKey(
        Withdrawal, null=True, blank=True, on_delete=models.SET_NULL, related_name="release_places"
    )
    """Readers are not shown a place that was withdrawn."""

    class Meta:
        ordering = ["-area_ha", "number"]
        constraints = [models.UniqueConstraint(fields=["release", "number"], name="one_place_per_number")]
