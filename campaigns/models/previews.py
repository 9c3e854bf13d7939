"""What superpixels would look like: a few tiles of a region, cut as the sliders say."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from campaigns.models.campaign import Campaign
from campaigns.models.drafts import CampaignDraft
from imagery.messages import MessageField
from imagery.models import Tile, TileSegmentation
from ml.segmentation_settings import SegmentationSettings

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

N_POSITIONS = 3
"""Tiles that are shown side by side."""


class SuperpixelPreview(models.Model):
    """The newest settings that somebody looks at for a draft or a campaign; older requests are dropped."""

    draft = models.OneToOneField(
        CampaignDraft, null=True, blank=True, on_delete=models.CASCADE, related_name="preview"
    )
    campaign = models.OneToOneField(
        Campaign, null=True, blank=True, on_delete=models.CASCADE, related_name="preview"
    )
    number = models.PositiveIntegerField(default=0)
    """Counts the requests; a worker stops when a newer one has come."""
    deal = models.PositiveIntegerField(default=0)
    """Which tiles: another deal gives others, the same one the same."""
    zoom = models.PositiveSmallIntegerField(default=16)
    n_segments = models.PositiveSmallIntegerField(default=30)
    compactness = models.FloatField(default=35.0)
    sigma = models.FloatField(default=1.0)
    changed_at = models.DateTimeField(auto_now=True)

    if TYPE_CHECKING:
        tiles: RelatedManager["PreviewTile"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=True) ^ Q(campaign__isnull=True), name="preview_of_one_target"
            )
        ]

    @property
    def target(self) -> CampaignDraft | Campaign:
        found = self.draft or self.campaign
        assert found is not None  # noqa: S101 - the database's constraint says so
        return found

    @property
    def segmentation(self) -> SegmentationSettings:
        return SegmentationSettings(
            n_segments=self.n_segments, compactness=self.compactness, sigma=self.sigma
        )

    @property
    def is_drawn(self) -> bool:
        """Whether every tile shows what the newest request asked for."""
        drawn = [tile for tile in self.tiles.all() if tile.number == self.number]
        return len(drawn) == N_POSITIONS

    def is_newest(self, number: int) -> bool:
        return SuperpixelPreview.objects.filter(pk=self.pk, number=number).exists()

    def count_request(self) -> None:
        SuperpixelPreview.objects.filter(pk=self.pk).update(number=F("number") + 1)
        self.refresh_from_db()


class PreviewTile(models.Model):
    """One of a preview's tiles, and how it is cut."""

    class State(models.TextChoices):
        READY = "ready"
        NO_IMAGERY = "no_imagery"
        FAILED = "failed"

    preview = models.ForeignKey(SuperpixelPreview, on_delete=models.CASCADE, related_name="tiles")
    position = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    """The request that this answers."""
    state = models.CharField(max_length=16, choices=State)
    failure_parts = MessageField()
    tile = models.ForeignKey(Tile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    segmentation = models.ForeignKey(
        TileSegmentation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["preview", "position"], name="one_preview_tile_per_position")
        ]

    @property
    def failure(self) -> str:
        return str(self.failure_parts)
