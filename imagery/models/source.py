"""Where pixels come from."""

import hashlib
import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImagerySource(models.Model):
    """One place that tiles are read from. Its `version` changes whenever the pixels could."""

    class Kind(models.TextChoices):
        XYZ = "xyz", _("Tile server (URL template)")
        RASTER = "raster", _("GeoTIFF, COG or VRT")

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind)
    url_template = models.CharField(max_length=1000, blank=True)
    """XYZ only: may hold {z} {x} {y} {-y} {q} {s}."""
    subdomains = models.CharField(max_length=50, blank=True, default="")
    path = models.CharField(max_length=1000, blank=True)
    """Raster only: relative to RASTER_ROOT."""
    min_zoom = models.PositiveSmallIntegerField(default=0)
    max_zoom = models.PositiveSmallIntegerField(default=22)
    requests_per_second = models.FloatField(default=10.0)
    attribution = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=300, blank=True)
    captured_from = models.DateField(null=True, blank=True)
    """Earliest capture date of the pixels, where the source itself does not say it tile by tile."""
    captured_to = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    """Raised by an admin when the imagery behind the same address has changed."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def version(self) -> str:
        """12 hexadecimal digits naming the address and revision of the pixels."""
        parts: list[Any] = [self.kind, self.url_template, self.subdomains, self.path, self.revision]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]
