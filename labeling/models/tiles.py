"""Tiles that people are asked about, and who is looking at them."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from campaigns.models import Campaign
from imagery.models import Tile, TileSegmentation
from labeling.models.contributors import Contributor

LEASE = timedelta(minutes=5)


class LabelTileQuerySet(models.QuerySet["LabelTile"]):
    def open(self) -> Self:
        return self.filter(is_done=False)


class LabelTile(models.Model):
    """A tile in a campaign's labelling queue. A superpixel is (label tile, number)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="label_tiles")
    tile = models.ForeignKey(Tile, on_delete=models.PROTECT, related_name="+")
    segmentation = models.ForeignKey(TileSegmentation, on_delete=models.PROTECT, related_name="+")
    priority = models.FloatField(default=0.0)
    """Higher is asked first."""
    n_answers = models.PositiveSmallIntegerField(default=0)
    """How many contributors have answered the whole tile."""
    is_done = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LabelTileQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "tile"], name="tile_once_in_a_queue")]
        indexes = [models.Index(fields=["campaign", "is_done", "-priority"], name="label_queue")]


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def live(self) -> Self:
        """Leases that still hold a place on their tile."""
        return self.filter(state=Assignment.State.LEASED, leased_until__gt=timezone.now())


class Assignment(models.Model):
    """A short lease of a tile to a contributor; becomes `done` when the whole tile is answered."""

    class State(models.TextChoices):
        LEASED = "leased"
        DONE = "done"
        RELEASED = "released"

    label_tile = models.ForeignKey(LabelTile, on_delete=models.CASCADE, related_name="assignments")
    contributor = models.ForeignKey(Contributor, on_delete=models.CASCADE, related_name="assignments")
    state = models.CharField(max_length=10, choices=State, default=State.LEASED)
    leased_until = models.DateTimeField()
    reason = models.CharField(max_length=40, blank=True)
    """Why the queue chose this tile."""
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["label_tile", "contributor"], condition=~Q(state="released"), name="tile_once_per_contributor"
            )
        ]
        indexes = [models.Index(fields=["contributor", "state"]), models.Index(fields=["state", "leased_until"])]
