"""Tiles and their stored pictures."""

from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imagery.messages import MessageField, Words, shortened
from imagery.models.source import ImagerySource
from ml import tiles

MAX_FAILURE = 500
"""Characters of a failure's parts: what a server says may be of any length."""


class TileQuerySet(models.QuerySet["Tile"]):
    def ready(self) -> Self:
        return self.filter(state=Tile.State.READY)

    def described(self) -> Self:
        """Tiles that have or had a picture: what was stored about it is still true."""
        return self.filter(state__in=[Tile.State.READY, Tile.State.EXPIRED])

    def at(self, address: tiles.Tile) -> Self:
        return self.filter(z=address.z, x=address.x, y=address.y)


class Tile(models.Model):
    """A slippy-map cell of one source and version, with its 1024 px picture once it has been read."""

    class State(models.TextChoices):
        PENDING = "pending", _("Not read yet")
        READY = "ready", _("Ready")
        NO_IMAGERY = "no_imagery", _("No imagery here")
        FAILED = "failed", _("Could not be read")
        EXPIRED = "expired", _("Picture deleted as the terms ask")

    source = models.ForeignKey(ImagerySource, on_delete=models.PROTECT, related_name="tiles")
    source_version = models.CharField(max_length=12)
    z = models.PositiveSmallIntegerField()
    x = models.PositiveIntegerField()
    y = models.PositiveIntegerField()
    quadkey = models.CharField(max_length=24)
    state = models.CharField(max_length=16, choices=State, default=State.PENDING)
    failure_parts = MessageField()
    picture = models.CharField(max_length=300, blank=True)
    """Path of the picture below DATA_ROOT, WebP or JPEG, 1024 x 1024 px."""
    sha256 = models.CharField(max_length=64, blank=True)
    """Of the picture's file; stays when the picture is deleted, so that it is known again."""
    mask = models.CharField(max_length=300, blank=True)
    """Path of the mask below DATA_ROOT: 1-bit PNG, white where there is imagery. Empty when all of it is."""
    captured_from = models.DateField(null=True, blank=True)
    captured_to = models.DateField(null=True, blank=True)
    missing_share = models.FloatField(default=0.0)
    """Share of the picture without imagery, 0..1; that part is black, or shows a server's placeholder."""
    read_at = models.DateTimeField(null=True, blank=True)

    objects = TileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_version", "z", "x", "y"], name="one_tile_per_address"
            )
        ]
        indexes = [models.Index(fields=["source", "quadkey"])]

    def __str__(self) -> str:
        return f"{self.z}/{self.x}/{self.y}"

    @property
    def failure(self) -> str:
        """Why there is no picture, in the reader's language."""
        return str(self.failure_parts)

    @property
    def address(self) -> tiles.Tile:
        return tiles.Tile(z=self.z, x=self.x, y=self.y)

    @property
    def folder(self) -> str:
        """Folder below DATA_ROOT for the tile's files, shared by a few thousand tiles at zoom 16."""
        return f"tiles/{self.source_id}-{self.source_version}/{self.quadkey[:-6] or '0'}"

    @property
    def path_stem(self) -> str:
        """Below DATA_ROOT: what the names of the tile's files begin with."""
        return f"{self.folder}/{self.z}-{self.x}-{self.y}"

    def store_picture(self, **fields: Any) -> None:
        self._store_result(state=self.State.READY, failure_parts="", **fields)

    def store_absence(self, reason: Words) -> None:
        self._store_result(state=self.State.NO_IMAGERY, failure_parts=shortened(reason, MAX_FAILURE))

    def store_failure(self, reason: Words) -> None:
        self._store_result(state=self.State.FAILED, failure_parts=shortened(reason, MAX_FAILURE))

    def _store_result(self, **fields: Any) -> None:
        """Store the result of a reading, unless another worker has already stored a picture."""
        open_rows = Tile.objects.filter(pk=self.pk).exclude(state=self.State.READY)
        open_rows.update(read_at=timezone.now(), **fields)
        self.refresh_from_db()

    @property
    def year_uncertain(self) -> bool:
        """True when the capture date is unknown or spans more than 12 months."""
        if self.captured_from is None or self.captured_to is None:
            return True
        return (self.captured_to - self.captured_from).days > 366
