"""The order of the review queue, and what an editor sees of others' decisions."""

import pytest
from django.contrib.auth.models import User

from campaigns.models import Campaign
from detection.models import Detection, DetectionRun, Review
from detection.review.queue import (
    WAITING_FOR_ME,
    Box,
    as_seen_by,
    filter_findings,
    waiting_for,
)
from detection.review.services.record_review import record_review
from tests.factories_detection import make_detection, make_run

S, D = Detection.State, Review.Decision


@pytest.fixture
def run(campaign: Campaign) -> DetectionRun:
    return make_run(campaign)


def test_unreviewed_findings_come_first_then_the_highest_score(
    run: DetectionRun, editor: User, second_editor: User
) -> None:
    seen = make_detection(run, score=0.99)
    faint, sure = make_detection(run, score=0.75), make_detection(run, score=0.9)
    record_review(detection=seen, editor=second_editor, decision=D.CONFIRMED)
    assert list(waiting_for(editor, run)) == [sure, faint, seen]


def test_a_confirmed_finding_waits_for_another_editor_only(
    run: DetectionRun, editor: User, second_editor: User
) -> None:
    detection = make_detection(run)
    record_review(detection=detection, editor=editor, decision=D.CONFIRMED)
    assert not waiting_for(editor, run).exists()
    assert list(waiting_for(second_editor, run)) == [detection]


@pytest.mark.parametrize("decision", [D.CONFIRMED, D.UNSURE])
def test_the_second_review_is_blind(
    run: DetectionRun, editor: User, second_editor: User, decision: Review.Decision
) -> None:
    detection = make_detection(run)
    record_review(detection=detection, editor=editor, decision=decision)
    assert as_seen_by(second_editor, run).get().visible_state == S.UNREVIEWED
    assert as_seen_by(editor, run).get().visible_state != S.UNREVIEWED


def test_a_rejected_finding_leaves_the_queue(run: DetectionRun, editor: User, second_editor: User) -> None:
    record_review(detection=make_detection(run), editor=editor, decision=D.REJECTED)
    assert not waiting_for(second_editor, run).exists()


def test_filters_narrow_by_state_score_and_box(run: DetectionRun, editor: User) -> None:
    near, far = make_detection(run, score=0.8), make_detection(run, score=0.9)
    record_review(detection=far, editor=editor, decision=D.CONFIRMED)
    seen = as_seen_by(editor, run)
    assert set(filter_findings(seen)) == {near, far}
    assert list(filter_findings(seen, state=WAITING_FOR_ME)) == [near]
    assert list(filter_findings(seen, state=S.NEEDS_SECOND)) == [far]
    assert list(filter_findings(seen, min_score=0.85)) == [far]
    assert list(filter_findings(seen, box=Box(near.west, near.south, near.east, near.north))) == [near]


def test_the_newest_search_with_findings_is_reviewed(run: DetectionRun, campaign: Campaign) -> None:
    make_detection(run)
    make_run(campaign)
    assert campaign.runs.latest_with_findings() == run
