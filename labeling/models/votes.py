"""Contributors' votes. They are never deleted, only superseded."""

import uuid
from enum import nonmember
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from labeling.models.contributors import Contributor
from labeling.models.tiles import LabelTile

SuperpixelKey = tuple[int, int]
"""(label tile, superpixel number)"""
MAX_CLOCK = 4_102_444_800_000
"""The year 2100: a later clock is broken."""


class Answer(models.TextChoices):
    POSITIVE = "positive", _("Yes")
    NEGATIVE = "negative", _("No")
    UNSURE = "unsure", _("Not sure")
    BAD_IMAGERY = "bad_imagery", _("Bad imagery")

    DECIDED = nonmember(("positive", "negative"))
    """Answers that name a class."""


WITHDRAWN = "withdrawn"
"""Answer of a vote that withdraws the contributor's earlier ones on the superpixel."""


class VoteQuerySet(models.QuerySet["Vote"]):
    def standing(self) -> Self:
        """The latest vote of each contributor on each superpixel, withdrawn ones left out."""
        return self.filter(superseded_at__isnull=True).exclude(answer=WITHDRAWN)

    def counted(self, campaign: Campaign) -> Self:
        excluded = campaign.participations.excluded().values("contributor")
        return self.standing().filter(campaign=campaign).exclude(contributor__in=excluded)


class Vote(models.Model):
    """A contributor's answer on a superpixel. The client makes the id, so that sending it twice stores it
    once."""

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
    """Answered by "the rest is clear"."""
    clock = models.BigIntegerField()
    """The client's milliseconds, never decreasing on a device. The vote with the latest clock stands, in
    whatever order they arrive."""
    voted_at = models.DateTimeField()
    """The client's time, capped at the server's."""
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
