"""Which findings an editor sees, and in which order.

The second review is blind: other editors' decisions stay hidden until the editor has decided. A finding that
one editor has confirmed, or was unsure about, therefore appears as unreviewed to the next editor.
"""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from detection.review.models import Review
from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun

WAITING_FOR_ME = "queue"
"""Filter for findings that wait for this editor; the other filters are the states that the editor sees."""

_UNDECIDED = Q(own_decision__isnull=True)
_HIDDEN = (Detection.State.NEEDS_SECOND, Detection.State.UNSURE)


@dataclass(frozen=True)
class Box:
    """Edges in degrees."""

    west: float
    south: float
    east: float
    north: float


def as_seen_by(editor: User, run: DetectionRun, version: int | None = None) -> QuerySet[Detection]:
    """The search's findings with `own_decision`, `visible_state`, `rejected_before` and `n_others`: of the
    version in force, or of the one with this key. Those with the fewest other reviews come first, then those
    with the highest score."""
    own = Review.objects.standing().filter(detection=OuterRef("pk"), editor=editor).values("decision")[:1]
    others = Q(reviews__superseded_at__isnull=True) & ~Q(reviews__editor=editor)
    hidden = When(
        Q(own_decision__isnull=True, review_state__in=_HIDDEN), then=Value(Detection.State.UNREVIEWED.value)
    )
    return (
        Detection.objects.filter(finding_set=version or run.finding_set_id)
        .select_related("place")
        .annotate(own_decision=Subquery(own, output_field=CharField(null=True)))
        .annotate(
            visible_state=Case(hidden, default=F("review_state"), output_field=CharField()),
            n_others=Count("reviews", filter=others),
            rejected_before=rejected_before(),
        )
        .order_by("n_others", "-score", "pk")
    )


def rejected_before() -> Q:
    """The place was rejected in another search or version, and nobody has rejected it as it is now."""
    elsewhere = Detection.objects.filter(place=OuterRef("place"), review_state=Detection.State.REJECTED)
    elsewhere = elsewhere.exclude(finding_set=OuterRef("finding_set"))
    return Q(Exists(elsewhere)) & ~Q(review_state=Detection.State.REJECTED)


def waiting_for(editor: User, run: DetectionRun) -> QuerySet[Detection]:
    return filter_findings(as_seen_by(editor, run), state=WAITING_FOR_ME)


def filter_findings(
    detections: QuerySet[Detection], *, state: str = "", min_score: float = 0.0, box: Box | None = None
) -> QuerySet[Detection]:
    if state == WAITING_FOR_ME:
        detections = detections.filter(_UNDECIDED & Q(visible_state=Detection.State.UNREVIEWED))
    elif state:
        detections = detections.filter(Q(visible_state=state))
    if min_score > 0:
        detections = detections.filter(score__gte=min_score)
    if box is not None:
        across = Q(west__lte=box.east, east__gte=box.west)
        detections = detections.filter(across, south__lte=box.north, north__gte=box.south)
    return detections
