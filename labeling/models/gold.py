"""Experts' answers: they train the model and measure the volunteers."""

from django.conf import settings
from django.db import models

from campaigns.models import Campaign
from labeling.models.tiles import LabelTile
from labeling.models.votes import Answer


class GoldAnswer(models.Model):
    """An expert's answer on a superpixel of a queued tile."""

    label_tile = models.ForeignKey(LabelTile, on_delete=models.CASCADE, related_name="gold")
    superpixel = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=12, choices=Answer)
    reason = models.CharField(max_length=300, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["label_tile", "superpixel"], name="one_gold_per_superpixel")
        ]


class GoldCrop(models.Model):
    """An imported picture of one superpixel that was labelled elsewhere; it belongs to no tile here."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="gold_crops")
    name = models.CharField(max_length=200)
    picture = models.CharField(max_length=300)
    """Path below DATA_ROOT."""
    sha256 = models.CharField(max_length=64)
    answer = models.CharField(max_length=12, choices=Answer)
    group = models.CharField(max_length=120)
    """The tile that the crop was cut from. Crops of one group stay on one side of a split."""
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "sha256"], name="same_crop_once_in_a_campaign")
        ]
