"""Pictures that servers send where they have no imagery, and what is remembered to find them."""

from typing import Self

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from imagery.models.source import ImagerySource
from imagery.models.tile import Tile

KEPT_SIGHTINGS = 20_000
"""Most rows of `PartSighting`, of all sources together. A row takes about 150 bytes, or 1.2 KB with a
fingerprint, so the table stays below 24 MB whatever is searched. A placeholder comes back among the
neighbours of a tile, long before its rows are the oldest."""


class SourcePlaceholder(models.Model):
    """A picture that stands for "no imagery" at a source: known to all workers, and never scored or asked."""

    class Origin(models.TextChoices):
        LEARNT = "learnt", _("Learnt from an address known to be empty")
        REPEATED = "repeated", _("Came back at many addresses")

    source = models.ForeignKey(ImagerySource, on_delete=models.CASCADE, related_name="placeholders")
    sha256 = models.CharField(max_length=64)
    """Of the file as the server sent it."""
    fingerprint = models.BinaryField(blank=True)
    """See `imagery.readers.fingerprints`; empty for a picture that is known by its bytes alone."""
    origin = models.CharField(max_length=10, choices=Origin)
    z = models.PositiveSmallIntegerField()
    x = models.PositiveIntegerField()
    y = models.PositiveIntegerField()
    """Address at which it was found first."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("“no imagery” picture")
        verbose_name_plural = _("“no imagery” pictures")
        constraints = [
            models.UniqueConstraint(fields=["source", "sha256"], name="placeholder_once_per_source")
        ]

    def __str__(self) -> str:
        return f"{self.z}/{self.x}/{self.y}"


class PartSightingQuerySet(models.QuerySet["PartSighting"]):
    def forget_oldest(self) -> None:
        newest = self.aggregate(pk=Max("pk"))["pk"] or 0
        self.filter(pk__lte=newest - KEPT_SIGHTINGS).delete()

    def like(self, source_id: int, brightness: float, tolerance: float) -> Self:
        """Those of a source with a fingerprint of about this brightness."""
        near = (brightness - tolerance, brightness + tolerance)
        return self.filter(source=source_id, brightness__range=near)


class PartSighting(models.Model):
    """A suspicious picture and one of the addresses where a source sent it."""

    source = models.ForeignKey(ImagerySource, on_delete=models.CASCADE, related_name="+", db_index=False)
    tile = models.ForeignKey(Tile, on_delete=models.CASCADE, related_name="+")
    """The tile that it is a part of."""
    sha256 = models.CharField(max_length=64)
    fingerprint = models.BinaryField(blank=True)
    brightness = models.FloatField(null=True)
    """Mean of the fingerprint, by which similar ones are found; null without one."""
    z = models.PositiveSmallIntegerField()
    x = models.PositiveIntegerField()
    y = models.PositiveIntegerField()
    """Its own address, deeper than the tile's."""

    objects = PartSightingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "z", "x", "y"], name="sighting_once_per_address")
        ]
        indexes = [
            models.Index(fields=["source", "sha256"]),
            models.Index(fields=["source", "brightness"]),
        ]
