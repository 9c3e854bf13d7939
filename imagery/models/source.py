"""Imagery sources."""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from imagery.source_checks import find_source_faults
from imagery.source_kinds import SourceKind


class ImagerySource(models.Model):
    """A tile server, map service or file. `version` changes whenever the pixels may have changed."""

    Kind = SourceKind

    class TileSize(models.IntegerChoices):
        PX_256 = 256, _("256 px")
        PX_512 = 512, _("512 px (also those called @2x)")
        PX_1024 = 1024, _("1024 px")

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    url = models.CharField(
        _("address"),
        max_length=1000,
        blank=True,
        help_text=_(
            "Of a tile server: with {z} {x} {y}, {-y} for rows from the south, {q} for a quadkey, {s}. Of a "
            "WMS, WMTS, STAC or PMTiles: the service’s or file’s address. {key} stands for the key."
        ),
    )
    encrypted_key = models.TextField(blank=True, editable=False)
    """The key that stands for {key}, as `imagery.keys` encrypts it. Never shown again."""
    layer = models.CharField(
        _("layer"), max_length=300, blank=True, help_text=_("WMS, WMTS, and the asset’s name of a STAC item.")
    )
    style = models.CharField(_("style"), max_length=100, blank=True, help_text=_("WMS and WMTS only."))
    matrix_set = models.CharField(
        _("tile matrix set"),
        max_length=200,
        blank=True,
        help_text=_("WMTS only; empty: the web-mercator one."),
    )
    time = models.CharField(
        _("time"),
        max_length=60,
        blank=True,
        help_text=_(
            "WMS and WMTS with a time dimension; of STAC, the days wanted, such as 2024-05-01/2024-08-31."
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
        help_text=_("Files only: below the raster folder, such as 2024/north.tif."),
    )
    crs = models.CharField(
        _("coordinate system"),
        max_length=60,
        blank=True,
        help_text=_("Folders of pictures only: of world files without a .prj file, such as EPSG:32635."),
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
    terms_url = models.URLField(_("terms"), max_length=500, blank=True, help_text=_("Where the terms are."))
    preset = models.SlugField(_("preset"), blank=True, editable=False)
    """Name in `imagery.presets`, for a source that was made from one."""
    may_cache = models.BooleanField(
        _("pictures may be kept"),
        default=True,
        help_text=_("Whether the terms allow pictures to be kept after they were looked at."),
    )
    keep_days = models.PositiveSmallIntegerField(
        _("days to keep pictures"),
        null=True,
        blank=True,
        help_text=_("For how many days the terms allow pictures to be kept; empty for no limit."),
    )
    may_publish_pictures = models.BooleanField(
        _("pictures may be published"),
        default=False,
        help_text=_("Whether the terms allow pictures on public pages; without, readers see shapes only."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        editable=False,
        related_name="+",
    )
    bounds = models.JSONField(null=True, blank=True, editable=False)
    """West, south, east, north in degrees, as the source gave them when it was looked at; null if unknown."""
    overview = models.JSONField(null=True, blank=True, editable=False)
    """A coarse picture to draw regions on: `picture`, a path below DATA_ROOT, and its `bounds` in degrees."""
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
            self.url,
            self.subdomains,
            self.tile_px,
            self.path,
            self.layer,
            self.style,
            self.matrix_set,
            self.time,
            self.crs,
            self.revision,
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]

    def clean(self) -> None:
        """Used by the admin's form and by `add_source`. Raises `ValidationError` by field."""
        if faults := find_source_faults(self):
            raise ValidationError(faults)
