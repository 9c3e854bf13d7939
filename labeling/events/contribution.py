"""What one volunteer's answers have changed."""

from dataclasses import dataclass
from datetime import datetime
from math import floor

from django.db.models import Count, FloatField, Min, OuterRef, Q, QuerySet, Subquery

from labeling.models import Answer, Assignment, Consensus, Participation, Vote
from ml.labels import POSITIVE_FROM


@dataclass(frozen=True)
class Contribution:
    tiles: int
    superpixels: int
    """Superpixels answered, implied answers included."""
    settled: int
    """Of these, superpixels decided by now."""
    agreeing: int
    """Of the `judged` ones, decided as the volunteer answered."""
    judged: int
    found: int
    """Superpixels decided positive that the volunteer marked positive."""
    found_tiles: int
    open: int
    """Superpixels that need more answers."""
    began_at: datetime | None

    @property
    def agreement(self) -> float | None:
        return self.agreeing / self.judged if self.judged else None

    @property
    def agreement_percent(self) -> int | None:
        return None if self.agreement is None else floor(self.agreement * 100)


def contribution_of(participation: Participation) -> Contribution:
    votes = _with_decision(
        Vote.objects.standing().filter(
            contributor=participation.contributor_id, campaign=participation.campaign_id
        )
    )
    yes, no = Q(answer=Answer.POSITIVE), Q(answer=Answer.NEGATIVE)
    is_positive = Q(decided__gte=POSITIVE_FROM)
    decided = Q(decided__isnull=False)
    counts = votes.aggregate(
        superpixels=Count("pk"),
        settled=Count("pk", filter=decided),
        judged=Count("pk", filter=decided & (yes | no)),
        agreeing=Count("pk", filter=(yes & is_positive) | (no & Q(decided__lt=POSITIVE_FROM))),
        found=Count("pk", filter=yes & is_positive),
        found_tiles=Count("label_tile", filter=yes & is_positive, distinct=True),
        began_at=Min("created_at"),
    )
    open_parts = counts["superpixels"] - counts["settled"]
    return Contribution(tiles=_tiles_of(participation), open=open_parts, **counts)


def _with_decision(votes: "QuerySet[Vote]") -> "QuerySet[Vote]":
    decided = Consensus.objects.decided().filter(
        label_tile=OuterRef("label_tile"), superpixel=OuterRef("superpixel")
    )
    probability = Subquery(decided.values("probability")[:1], output_field=FloatField())
    return votes.annotate(decided=probability)


def _tiles_of(participation: Participation) -> int:
    own = Assignment.objects.finished().filter(
        contributor=participation.contributor_id, label_tile__campaign=participation.campaign_id
    )
    return own.count()
