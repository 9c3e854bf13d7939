"""What an editor sees of the detections, and in which order they come up.

The second look is blind: what others decided stays hidden until the editor's own decision is in. So a place
that one person has confirmed, or was unsure about, looks like any other place to the next person.
"""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When

from detection.review.models import Review
from detection.runs.models import Detection, DetectionRun

MINE_TO_DO = "queue"
"""The filter for what still waits for this editor; the others are the states as the editor sees them."""

_UNDECIDED = Q(own_decision__isnull=True)
_HIDDEN = (Detection.State.NEEDS_SECOND, Detection.State.UNSURE)


@dataclass(frozen=True)
class Box:
    """Edges in degrees."""

    west: float
    south: float
    east: float
    north: float


def as_seen_by(editor: User, run: DetectionRun) -> QuerySet[Detection]:
    """The run's detections with `own_decision`, `visible_state` and `n_others`, the next to review first."""
    own = Review.objects.standing().filter(detection=OuterRef("pk"), editor=editor).values("decision")[:1]
    others = Q(reviews__superseded_at__isnull=True) & ~Q(reviews__editor=editor)
    hidden = When(
        Q(own_decision__isnull=True, review_state__in=_HIDDEN), then=Value(Detection.State.UNREVIEWED.value)
    )
    return (
        Detection.objects.filter(run=run)
        .annotate(own_decision=Subquery(own, output_field=CharField(null=True)))
        .annotate(
            visible_state=Case(hidden, default=F("review_state"), output_field=CharField()),
            n_others=Count("reviews", filter=others),
        )
        .order_by("n_others", "-score", "pk")
    )


def waiting_for(editor: User, run: DetectionRun) -> QuerySet[Detection]:
    """What still needs this editor's decision: least looked at first, then the surest."""
    return filtered(as_seen_by(editor, run), state=MINE_TO_DO)


def next_to_review(editor: User, run: DetectionRun) -> Detection | None:
    return waiting_for(editor, run).first()


def filtered(
    detections: QuerySet[Detection], *, state: str = "", min_score: float = 0.0, box: Box | None = None
) -> QuerySet[Detection]:
    """Narrow what `as_seen_by` gave; `state` is a visible state, MINE_TO_DO or empty for all."""
    if state == MINE_TO_DO:
        detections = detections.filter(_UNDECIDED & Q(visible_state=Detection.State.UNREVIEWED))
    elif state:
        detections = detections.filter(Q(visible_state=state))
    if min_score > 0:
        detections = detections.filter(score__gte=min_score)
    if box is not None:
        across = Q(west__lte=box.east, east__gte=box.west)
        detections = detections.filter(across, south__lte=box.north, north__gte=box.south)
    return detections
