"""Which findings an editor sees, and in which order.

The second review is blind: other editors' decisions stay hidden until the editor has confirmed or rejected.
A finding that one editor has confirmed, or was unsure about, therefore appears as unreviewed to the next.

Every finding that is not settled waits for somebody. Editors who have not decided come first. When enough
have, a disputed one returns to all of them, who may talk about it, and another to those who were unsure. One
that everybody has confirmed and that still lacks a confirmation waits for another editor.
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone

from campaigns.models import Campaign, Membership
from campaigns.roles import Role
from detection.review.independence import SLIP
from detection.review.models import FindingClaim, Review
from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun

WAITING_FOR_ME = "queue"
"""Filter for findings that wait for this editor; the other filters are the states that the editor sees."""
MENTIONS_ME = "mentions"
"""Filter for findings at which a colleague asks this editor to look."""

State = Detection.State
OPEN = (State.UNREVIEWED, State.NEEDS_SECOND, State.UNSURE, State.DISPUTED)
"""Of findings that are not settled."""
LISTED_STATES = [choice for choice in State.choices if choice[0] != State.MERGED]
"""With their names, for filters and legends."""
_HIDDEN = Q(review_state__in=(State.NEEDS_SECOND, State.UNSURE))
UNDECIDED = Q(decided=False)
_RETURNED = Q(own_decision=Review.Decision.UNSURE) | Q(review_state=State.DISPUTED)


@dataclass(frozen=True)
class Box:
    """Edges in degrees."""

    west: float
    south: float
    east: float
    north: float


def as_seen_by(
    editor: User, run: DetectionRun, version: int | None = None, *, sample: int | None = None
) -> QuerySet[Detection]:
    """The search's findings with `own_decision`, `visible_state`, `decided` and `rejected_before`: of the
    version in force, or of the one with this key. Those with the fewest decisions come first, then those
    with the highest score.

    With the number of a sample only its findings, in its random order. What others said, and whether enough
    have, is hidden there from everybody who has not decided.
    """
    own = Review.objects.standing().filter(detection=OuterRef("pk"), editor=editor)
    findings = (
        Detection.objects.filter(finding_set=version or run.finding_set_id)
        .select_related("place")
        .annotate(
            viewer=Value(editor.pk),
            own_decision=Subquery(own.values("decision")[:1], output_field=CharField(null=True)),
            decided=Exists(own),
            fresh=_is_fresh(editor, run),
            enough=Value(_enough(run.campaign)),
        )
        .annotate(visible_state=_visible_state(), rejected_before=rejected_before())
        .order_by("n_reviews", "-score", "pk")
    )
    return findings if sample is None else _in_sample(findings, sample)


def _in_sample(findings: QuerySet[Detection], number: int) -> QuerySet[Detection]:
    drawn = Q(sampled__sample__number=number, sampled__sample__run=F("run"))
    hidden = When(own_decision__isnull=True, then=Value(State.UNREVIEWED.value))
    unsure = When(own_decision=Review.Decision.UNSURE, then=Value(State.UNSURE.value))
    seen = Case(hidden, unsure, default=_visible_state(), output_field=CharField())
    return findings.filter(drawn).annotate(visible_state=seen).order_by("sampled__position")


def _is_fresh(editor: User, run: DetectionRun) -> Case:
    """Whether the editor has decided a moment ago and may have slipped on the key. The few keys are read
    here, so that lists of very many findings need no join for them."""
    own = Review.objects.standing().filter(editor=editor, detection__run=run, history_opened_at=None)
    recent = own.exclude(decision=Review.Decision.UNSURE).filter(created_at__gt=timezone.now() - SLIP)
    keys = list(recent.values_list("detection", flat=True))
    return Case(When(pk__in=keys, then=True), default=False, output_field=BooleanField())


def _visible_state() -> Case:
    """What others said is hidden from an editor who has not decided, who was unsure, or who has decided a
    moment ago and may have slipped on the key."""
    confirmed, rejected = Q(own_decision=Review.Decision.CONFIRMED), Q(own_decision=Review.Decision.REJECTED)
    return Case(
        When(_HIDDEN & Q(own_decision__isnull=True), then=Value(State.UNREVIEWED.value)),
        When(_HIDDEN & Q(own_decision=Review.Decision.UNSURE), then=Value(State.UNSURE.value)),
        When(confirmed & Q(fresh=True), then=Value(State.NEEDS_SECOND.value)),
        When(rejected & Q(fresh=True), then=Value(State.REJECTED.value)),
        default=F("review_state"),
        output_field=CharField(),
    )


def _seen_as(state: str) -> Q:
    """The findings whose `visible_state` this is, in conditions that PostgreSQL can join on."""
    confirmed, rejected = Q(own_decision=Review.Decision.CONFIRMED), Q(own_decision=Review.Decision.REJECTED)
    as_it_is = Q(review_state=state, fresh=False)
    seen = {
        State.UNREVIEWED: Q(review_state=state) | _HIDDEN & UNDECIDED,
        State.NEEDS_SECOND: as_it_is & (confirmed | rejected) | confirmed & Q(fresh=True),
        State.REJECTED: as_it_is | rejected & Q(fresh=True),
        State.UNSURE: _HIDDEN & Q(own_decision=Review.Decision.UNSURE),
    }
    return seen.get(State(state), as_it_is)


def _enough(campaign: Campaign) -> int:
    """The number of decisions after which a finding that is still open returns to those who decided."""
    editors = Membership.objects.filter(campaign=campaign, role__in=(Role.EDITOR, Role.ADMIN)).count()
    return min(editors, campaign.confirmations_to_publish + 1)


def rejected_before() -> Q:
    """The place was rejected in another search or version, and nobody has rejected it as it is now."""
    elsewhere = Detection.objects.filter(place=OuterRef("place"), review_state=Detection.State.REJECTED)
    elsewhere = elsewhere.exclude(finding_set=OuterRef("finding_set"))
    return Q(Exists(elsewhere)) & ~Q(review_state=Detection.State.REJECTED)


def waiting_for(editor: User, run: DetectionRun) -> QuerySet[Detection]:
    return filter_findings(as_seen_by(editor, run), state=WAITING_FOR_ME)


def filter_findings(
    detections: QuerySet[Detection],
    *,
    state: str = "",
    min_score: float = 0.0,
    max_score: float = 1.0,
    captured_from: date | None = None,
    captured_to: date | None = None,
    reviewer: User | None = None,
    box: Box | None = None,
    sampled: bool = False,
) -> QuerySet[Detection]:
    """Of findings from `as_seen_by`. One that has become a part of another is never listed. The dates are
    those between which a picture of the finding was taken. `sampled`: the findings are those of a sample,
    each of which waits for every editor."""
    chosen = _in_state_of_sample if sampled else _in_state
    detections = chosen(detections, state).exclude(review_state=State.MERGED)
    if min_score > 0:
        detections = detections.filter(score__gte=min_score)
    if max_score < 1:
        detections = detections.filter(score__lte=max_score)
    if captured_from is not None:
        detections = detections.filter(captured_to__gte=captured_from)
    if captured_to is not None:
        detections = detections.filter(captured_from__lte=captured_to)
    if reviewer is not None:
        detections = detections.filter(_decided_by(reviewer))
    if box is not None:
        across = Q(west__lte=box.east, east__gte=box.west)
        detections = detections.filter(across, south__lte=box.north, north__gte=box.south)
    return detections


def _in_state(detections: QuerySet[Detection], state: str) -> QuerySet[Detection]:
    if state == WAITING_FOR_ME:
        return detections.filter(~Exists(_done_with()), review_state__in=OPEN)
    if state == MENTIONS_ME:
        return detections.filter(_mentions_viewer())
    return detections.filter(_seen_as(state)) if state else detections


def _in_state_of_sample(detections: QuerySet[Detection], state: str) -> QuerySet[Detection]:
    if state == WAITING_FOR_ME:
        returned = _RETURNED & Q(n_reviews__gte=F("enough")) & Q(review_state__in=OPEN)
        return detections.filter(UNDECIDED | returned)
    if state == MENTIONS_ME:
        return detections.filter(_mentions_viewer())
    return detections.filter(Q(("visible_state", state))) if state else detections


def _done_with() -> QuerySet[Review]:
    """The viewer's decisions with which a finding does not return to them. One condition without an "or"
    beside it, because PostgreSQL joins on it then; else it reads all that the viewer has ever decided."""
    own = (
        Review.objects.standing()
        .filter(detection=OuterRef("pk"), editor=OuterRef("viewer"))
        .annotate(
            n_decided=ExpressionWrapper(OuterRef("n_reviews"), output_field=IntegerField()),
            of_finding=ExpressionWrapper(OuterRef("review_state"), output_field=CharField()),
        )
    )
    returned = Q(decision=Review.Decision.UNSURE) | Q(of_finding=State.DISPUTED)
    return own.exclude(returned, n_decided__gte=OuterRef("enough"))


def _mentions_viewer() -> Q:
    valid = Review.objects.filter(undone_at__isnull=True, voided_at__isnull=True)
    here = valid.filter(mentions__user=OuterRef("viewer"))
    carried = valid.filter(
        carried_from__mentions__user=OuterRef("viewer"), carried_from__voided_at__isnull=True
    )
    return Q(pk__in=here.values("detection")) | Q(pk__in=carried.values("detection"))


def _decided_by(reviewer: User) -> Q:
    """Of others' decisions only those whose effect the viewer sees: a filter must not tell more than the
    state does."""
    theirs = Exists(Review.objects.standing().filter(detection=OuterRef("pk"), editor=reviewer))
    own = Review.objects.standing().filter(detection=OuterRef("pk"), editor=OuterRef("viewer"))
    shown = Q(fresh=False) & (~_HIDDEN | Q(Exists(own.exclude(decision=Review.Decision.UNSURE))))
    return Q(theirs) & (Q(viewer=reviewer.pk) | shown)


def not_open_elsewhere(detections: QuerySet[Detection], editor: User) -> QuerySet[Detection]:
    """Without those that another editor has open now."""
    others = FindingClaim.objects.live().exclude(editor=editor)
    return detections.exclude(pk__in=others.values("detection"))
