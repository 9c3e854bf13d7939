"""What contributors answered. Votes are never deleted, only superseded."""

import uuid
from enum import nonmember
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from labeling.models.contributors import Contributor
from labeling.models.tiles import LabelTile


class Answer(models.TextChoices):
    POSITIVE = "positive", _("Yes")
    NEGATIVE = "negative", _("No")
    UNSURE = "unsure", _("Not sure")
    BAD_IMAGERY = "bad_imagery", _("Bad imagery")

    DECIDED = nonmember(("positive", "negative"))
    """The answers that say what a superpixel is."""


WITHDRAWN = "withdrawn"
"""What a vote says that takes back the contributor's earlier ones and puts nothing in their place."""


class VoteQuerySet(models.QuerySet["Vote"]):
    def standing(self) -> Self:
        """The latest vote of each contributor on each superpixel, unless that one withdrew the others."""
        return self.filter(superseded_at__isnull=True).exclude(answer=WITHDRAWN)

    def counted(self, campaign: Campaign) -> Self:
        """Standing votes of contributors who are not excluded from the campaign."""
        excluded = campaign.participations.excluded().values("contributor")
        return self.standing().filter(campaign=campaign).exclude(contributor__in=excluded)


class Vote(models.Model):
    """One contributor's answer on one superpixel. The client makes the id, so sending twice stores once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    # Millions of rows: no index of its own where another one begins with the column.
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="votes", db_index=False)
    label_tile = models.ForeignKey(LabelTile, on_delete=models.PROTECT, related_name="votes")
    superpixel = models.PositiveSmallIntegerField()
    contributor = models.ForeignKey(
        Contributor, on_delete=models.PROTECT, related_name="votes", db_index=False
    )
    answer = models.CharField(max_length=12, choices=[*Answer.choices, (WITHDRAWN, _("Withdrawn"))])
    is_implied = models.BooleanField(default=False)
    """True for the superpixels that "the rest is clear" answered."""
    clock = models.BigIntegerField()
    """The client's milliseconds, which never go back on one device: of two votes the later one stands, in
    whatever order they arrive."""
    voted_at = models.DateTimeField()
    """The client's time, not later than the server's."""
    created_at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = VoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["label_tile", "superpixel", "contributor"],
                condition=Q(superseded_at__isnull=True),
                name="one_standing_vote",
            )
        ]
        indexes = [
            models.Index(fields=["contributor", "created_at"]),
            models.Index(
                fields=["campaign", "label_tile"], condition=Q(superseded_at__isnull=True), name="counted"
            ),
        ]
