"""Whatever editors say and searches find: which decisions stand follows from words and shapes alone."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import Campaign
from detection.models import Detection, DetectionRun, Place, PlaceOverlap, Review
from detection.places.matching import SAME_SHAPE, likeness
from detection.review.services.carry_over import carry_over
from detection.review.services.record_review import record_review
from detection.review.services.undo_review import undo_review
from detection.review.verdict import verdict
from detection.runs.services.promote_run import promote_run, settle_findings
from tests.detection.places.test_linking import search

BOXES = st.lists(
    st.sampled_from([(0, 12), (0, 13), (0, 20), (6, 20), (21, 30), (22, 40)]), max_size=3, unique=True
)
"""West and east; some overlap, some a little, some not at all."""


@dataclass(frozen=True)
class Act:
    """Something that happens: a search, a decision, its withdrawal, a promotion."""

    kind: str
    boxes: list[tuple[int, int]]
    choice: int


ACTS = st.lists(
    st.builds(
        Act,
        st.sampled_from(["search", "search", "decide", "decide", "undo", "promote"]),
        BOXES,
        st.integers(0, 50),
    ),
    min_size=3,
    max_size=10,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_what_stands_follows_from_words_and_shapes(
    campaign: Campaign, editor: User, second_editor: User, acts: list[Act]
) -> None:
    Detection.objects.all().delete()
    DetectionRun.objects.all().delete()
    numbers: set[int] = set(Place.objects.values_list("number", flat=True))
    for act in acts:
        _do(campaign, [editor, second_editor], act)
        assert campaign.runs.filter(is_current=True).count() <= 1
        now = set(Place.objects.values_list("number", flat=True))
        assert numbers <= now, "a number was taken away"
        numbers = now
        for run in campaign.runs.all():
            _check(run)
    before = _standing()
    for run in campaign.runs.order_by("-number"):
        settle_findings(run=run)
        carry_over(run=run)
    # Decisions that reached no search yet may now: of those that stand in the current one none is lost.
    assert {row for row in before if row[2]} <= {row for row in _standing() if row[2]}


def _do(campaign: Campaign, editors: list[User], act: Act) -> None:
    findings = list(Detection.objects.order_by("run__number", "west", "east"))
    if act.kind == "search":
        search(campaign, *((west, 0, east, 10) for west, east in act.boxes))
    elif act.kind == "decide" and findings:
        decision = Review.Decision.values[act.choice % 3]
        finding = findings[act.choice % len(findings)]
        record_review(detection=finding, editor=editors[act.choice % 2], decision=decision)
    elif act.kind == "undo":
        standing = list(Review.objects.standing().order_by("created_at", "pk"))
        if standing:
            undo_review(review=standing[act.choice % len(standing)])
    elif act.kind == "promote" and campaign.runs.exists():
        runs = list(campaign.runs.order_by("number"))
        promote_run(run=runs[act.choice % len(runs)], promoted_by=None)


def _check(run: DetectionRun) -> None:
    findings = list(run.detections.select_related("run__campaign"))
    places = [finding.place_id for finding in findings]
    assert None not in places and len(set(places)) == len(places)
    for finding in findings:
        standing = list(finding.reviews.filter(superseded_at__isnull=True))
        assert len({review.editor_id for review in standing}) == len(standing)
        needed = run.campaign.confirmations_to_publish
        echoes = sum(one.decision == Review.Decision.CONFIRMED and not one.independent for one in standing)
        decisions = [one.decision for one in standing]
        assert finding.review_state == verdict(decisions, needed=needed, not_independent=echoes)
        assert finding.n_reviews == len(standing)
        for review in standing:
            assert review.undone_at is None
            assert review.seen is not None and likeness(review.seen, finding.geometry) >= SAME_SHAPE
            made = review.carried_from or review
            assert made.detection.place_id == finding.place_id and made.editor_id == review.editor_id
    overlaps = PlaceOverlap.objects.filter(detection__run=run).select_related("detection")
    assert not [one for one in overlaps if one.place_id == one.detection.place_id]


def _standing() -> set[tuple[int, int, bool, str]]:
    rows = Review.objects.standing().select_related("detection__run")
    return {(one.detection_id, one.editor_id, one.detection.run.is_current, one.decision) for one in rows}
