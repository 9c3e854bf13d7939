"""What a detection's standing reviews say together."""

from collections.abc import Iterable

from detection.review.models import Review
from detection.runs.models import Detection

State = Detection.State


def verdict(decisions: Iterable[str], *, needed: int) -> Detection.State:
    """The state that one decision an editor gives, in any order.

    A confirmation beside a rejection is a dispute, however many stand on either side. "Unsure" abstains: it
    counts only where nobody said anything else. `needed` different editors make a confirmation.
    """
    cast = list(decisions)
    confirmed, rejected = cast.count(Review.Decision.CONFIRMED), cast.count(Review.Decision.REJECTED)
    if confirmed and rejected:
        return State.DISPUTED
    if rejected:
        return State.REJECTED
    if confirmed:
        return State.CONFIRMED if confirmed >= needed else State.NEEDS_SECOND
    return State.UNSURE if cast else State.UNREVIEWED
