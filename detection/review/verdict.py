"""The state of a finding that follows from its standing reviews."""

from collections.abc import Iterable

from django.db.models import Q

from detection.review.models import Review
from detection.runs.finding_models import Detection

State = Detection.State
CONFIRMING = Q(
    reviews__superseded_at__isnull=True,
    reviews__decision=Review.Decision.CONFIRMED,
    reviews__independent=True,
)
"""Of findings: their confirmations that count."""


def verdict(decisions: Iterable[str], *, needed: int, not_independent: int = 0) -> Detection.State:
    """The state that follows from one decision per editor; their order does not matter.

    A confirmation and a rejection make a dispute, whatever their numbers. "Unsure" is an abstention: it
    counts only when nobody decided otherwise. A confirmed finding needs `needed` different editors, besides
    `not_independent` ones who confirmed it after they had seen what others said.
    """
    cast = list(decisions)
    confirmed, rejected = cast.count(Review.Decision.CONFIRMED), cast.count(Review.Decision.REJECTED)
    if confirmed and rejected:
        return State.DISPUTED
    if rejected:
        return State.REJECTED
    if confirmed:
        return State.CONFIRMED if confirmed - not_independent >= needed else State.NEEDS_SECOND
    return State.UNSURE if cast else State.UNREVIEWED
