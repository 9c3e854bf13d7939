"""Exported and imported files of labels."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Job


class LabelExportQuerySet(models.QuerySet["LabelExport"]):
    def of(self, campaign: Campaign) -> Self:
        return self.filter(job__campaign=campaign).select_related("job__started_by").order_by("-pk")


class LabelExport(models.Model):
    """A file of a campaign's labels, made by a job; `path` is empty until it exists."""

    class Format(models.TextChoices):
        VOTES_CSV = "votes-csv", _("Raw votes, CSV in a ZIP")
        VOTES_PARQUET = "votes-parquet", _("Raw votes, Parquet")
        GEOJSON = "geojson", _("Consensus, GeoJSON")
        GEOPACKAGE = "gpkg", _("Consensus, GeoPackage")
        COCO = "coco", _("Consensus, COCO")
        STAC = "stac", _("Consensus, STAC label Item in a ZIP")

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="label_export")
    format = models.CharField(max_length=20, choices=Format)
    path = models.CharField(max_length=300, blank=True)
    """Below DATA_ROOT."""
    size = models.PositiveBigIntegerField(default=0)
    """Bytes."""
    n_rows = models.PositiveIntegerField(default=0)
    """Votes or superpixels."""
    sha256 = models.CharField(max_length=64, blank=True)

    objects = LabelExportQuerySet.as_manager()

    @property
    def file_name(self) -> str:
        return self.path.rpartition("/")[2]


class LabelImportQuerySet(models.QuerySet["LabelImport"]):
    def of(self, campaign: Campaign) -> Self:
        return self.filter(job__campaign=campaign).select_related("job__started_by").order_by("-pk")


class LabelImport(models.Model):
    """An uploaded file of labels, and the job that imports it."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="label_import")
    file_name = models.CharField(max_length=200)
    """Name of the uploaded file."""
    path = models.CharField(max_length=300)
    """Below DATA_ROOT; deleted after the import."""
    sha256 = models.CharField(max_length=64)

    objects = LabelImportQuerySet.as_manager()
