"""What comes up next, and what an editor may see of others' decisions."""

import pytest
from django.contrib.auth.models import User

from campaigns.models import Campaign
from detection.models import Detection, DetectionRun, Review
from detection.review.queue import (
    MINE_TO_DO,
    Box,
    as_seen_by,
    filtered,
    next_to_review,
    waiting_for,
)
from detection.review.services.record_review import record_review
from tests.factories_detection import make_detection, make_run

S, D = Detection.State, Review.Decision


@pytest.fixture
def run(campaign: Campaign) -> DetectionRun:
    return make_run(campaign)


def test_what_nobody_looked_at_comes_first_then_the_surest(
    run: DetectionRun, editor: User, second_editor: User
) -> None:
    seen = make_detection(run, score=0.99)
    faint, sure = make_detection(run, score=0.75), make_detection(run, score=0.9)
    record_review(detection=seen, editor=second_editor, decision=D.CONFIRMED)
    assert list(waiting_for(editor, run)) == [sure, faint, seen]
    assert next_to_review(editor, run) == sure


def test_what_i_decided_no_longer_waits_for_me_but_for_the_second(
    run: DetectionRun, editor: User, second_editor: User
) -> None:
    detection = make_detection(run)
    record_review(detection=detection, editor=editor, decision=D.CONFIRMED)
    assert next_to_review(editor, run) is None
    assert next_to_review(second_editor, run) == detection


@pytest.mark.parametrize("decision", [D.CONFIRMED, D.UNSURE])
def test_the_second_look_is_blind(
    run: DetectionRun, editor: User, second_editor: User, decision: Review.Decision
) -> None:
    detection = make_detection(run)
    record_review(detection=detection, editor=editor, decision=decision)
    assert as_seen_by(second_editor, run).get().visible_state == S.UNREVIEWED
    assert as_seen_by(editor, run).get().visible_state != S.UNREVIEWED


def test_a_rejected_place_leaves_the_queue(run: DetectionRun, editor: User, second_editor: User) -> None:
    record_review(detection=make_detection(run), editor=editor, decision=D.REJECTED)
    assert next_to_review(second_editor, run) is None


def test_filters_narrow_by_state_score_and_box(run: DetectionRun, editor: User) -> None:
    near, far = make_detection(run, score=0.8), make_detection(run, score=0.9)
    record_review(detection=far, editor=editor, decision=D.CONFIRMED)
    seen = as_seen_by(editor, run)
    assert set(filtered(seen)) == {near, far}
    assert list(filtered(seen, state=MINE_TO_DO)) == [near]
    assert list(filtered(seen, state=S.NEEDS_SECOND)) == [far]
    assert list(filtered(seen, min_score=0.85)) == [far]
    assert list(filtered(seen, box=Box(near.west, near.south, near.east, near.north))) == [near]


def test_the_newest_run_with_a_finding_is_the_one_to_review(run: DetectionRun, campaign: Campaign) -> None:
    make_detection(run)
    make_run(campaign)
    assert campaign.runs.latest_with_findings() == run
