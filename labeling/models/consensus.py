"""The consensus of the votes on a superpixel."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from labeling.models.tiles import LabelTile
from ml.labels import POSITIVE_FROM


class ConsensusQuerySet(models.QuerySet["Consensus"]):
    def decided(self) -> Self:
        return self.filter(state__in=Consensus.DECIDED)

    def positive(self) -> Self:
        return self.decided().filter(probability__gte=POSITIVE_FROM)

    def negative(self) -> Self:
        return self.decided().filter(probability__lt=POSITIVE_FROM)

    def awaiting_expert(self, campaign: Campaign) -> Self:
        asked = self.filter(label_tile__campaign=campaign, label_tile__is_outside=False)
        split = asked.filter(state=Consensus.State.EXPERT)
        return split.order_by("label_tile", "superpixel")


class Consensus(models.Model):
    """Probability and state of one superpixel, recomputed from the counted votes."""

    class State(models.TextChoices):
        OPEN = "open", _("Undecided")
        AGREED = "agreed", _("Agreed")
        DISPUTED = "disputed", _("Disputed")
        EXPERT = "expert", _("Awaiting an expert")
        SETTLED = "settled", _("Settled by an expert")

    DECIDED = (State.AGREED, State.SETTLED)

    label_tile = models.ForeignKey(LabelTile, on_delete=models.CASCADE, related_name="consensus")
    superpixel = models.PositiveSmallIntegerField()
    probability = models.FloatField(null=True)
    """Probability that the superpixel is positive, 0..1; null without a yes or no."""
    majority = models.FloatField(null=True)
    """For comparison: the share of yes among yes and no, 0..1."""
    weight = models.FloatField(default=1.0)
    """Weight in training, 0..1: the distance of the probability from 0.5."""
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    n_votes = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ConsensusQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["label_tile", "superpixel"], name="one_consensus_per_superpixel")
        ]
        indexes = [
            models.Index(fields=["label_tile"], condition=models.Q(state="expert"), name="awaits_an_expert")
        ]
