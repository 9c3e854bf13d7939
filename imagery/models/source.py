"""Imagery sources."""

import hashlib
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from imagery.source_checks import find_source_faults
from imagery.source_kinds import SourceKind


class ImagerySource(models.Model):
    """A tile server or raster file. `version` changes whenever the pixels may have changed."""

    Kind = SourceKind

    class TileSize(models.IntegerChoices):
        PX_256 = 256, _("256 px")
        PX_512 = 512, _("512 px (also those called @2x)")
        PX_1024 = 1024, _("1024 px")

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    url_template = models.CharField(
        _("URL template"),
        max_length=1000,
        blank=True,
        help_text=_(
            "Tile servers only. May hold {z} {x} {y}, {-y} for rows from the south, {q} for a quadkey, {s}."
        ),
    )
    subdomains = models.CharField(
        _("subdomains"),
        max_length=50,
        blank=True,
        default="",
        help_text=_("What {s} stands for: abc, or t0,t1."),
    )
    tile_px = models.PositiveSmallIntegerField(
        _("tile size"),
        choices=TileSize,
        default=TileSize.PX_256,
        help_text=_("Tile servers only: how large the pictures are that the server sends."),
    )
    path = models.CharField(
        _("path"),
        max_length=1000,
        blank=True,
        help_text=_("Raster files only: below the raster folder, such as 2024/north.tif."),
    )
    min_zoom = models.PositiveSmallIntegerField(
        _("lowest zoom"), default=0, validators=[MaxValueValidator(26)], help_text=_("Tile servers only.")
    )
    max_zoom = models.PositiveSmallIntegerField(
        _("highest zoom"),
        default=22,
        validators=[MaxValueValidator(26)],
        help_text=_("Tile servers only: a campaign at zoom 16 is read from zoom 18 of 256 px tiles."),
    )
    requests_per_second = models.FloatField(
        _("requests per second"),
        default=10.0,
        validators=[MinValueValidator(0.01), MaxValueValidator(1000)],
        help_text=_("Tile servers only: all workers together keep to this pace."),
    )
    attribution = models.CharField(_("attribution"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=300, blank=True)
    captured_from = models.DateField(
        _("captured from"),
        null=True,
        blank=True,
        help_text=_(
            "Earliest capture date of the pixels, where the source itself does not say it tile by tile."
        ),
    )
    captured_to = models.DateField(_("captured to"), null=True, blank=True)
    revision = models.PositiveIntegerField(
        _("revision"),
        default=1,
        help_text=_(
            "Raise it when the imagery behind the same address has changed: tiles are then read again."
        ),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("imagery source")
        verbose_name_plural = _("imagery sources")

    def __str__(self) -> str:
        return self.name

    @property
    def version(self) -> str:
        """12 hexadecimal digits that identify the address and revision of the pixels."""
        parts: list[Any] = [
            self.kind,
            self.url_template,
            self.subdomains,
            self.tile_px,
            self.path,
            self.revision,
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]

    def clean(self) -> None:
        """Used by the admin's form and by `add_source`. Raises `ValidationError` by field."""
        if faults := find_source_faults(self):
            raise ValidationError(faults)
