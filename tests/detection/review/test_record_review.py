"""An editor's decision: superseded, repeated, undone."""

import uuid
from itertools import pairwise

import pytest
from django.contrib.auth.models import User
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from campaigns.models import Campaign
from campaigns.roles import Role
from detection.models import Detection, Review
from detection.review.errors import NothingToUndo, ReviewIdTaken
from detection.review.services.record_review import record_review
from detection.review.services.undo_review import undo_review
from detection.review.verdict import verdict
from tests import factories
from tests.factories_detection import make_detection, make_run

S, D = Detection.State, Review.Decision


@pytest.fixture
def detection(campaign: Campaign) -> Detection:
    return make_detection(make_run(campaign))


def state_of(detection: Detection) -> str:
    detection.refresh_from_db()
    return detection.review_state


def test_two_editors_confirm(detection: Detection, editor: User, second_editor: User) -> None:
    record_review(detection=detection, editor=editor, decision=D.CONFIRMED)
    assert state_of(detection) == S.NEEDS_SECOND
    record_review(detection=detection, editor=second_editor, decision=D.CONFIRMED)
    assert state_of(detection) == S.CONFIRMED


def test_an_editor_who_confirms_twice_counts_once(detection: Detection, editor: User) -> None:
    record_review(detection=detection, editor=editor, decision=D.CONFIRMED)
    record_review(detection=detection, editor=editor, decision=D.CONFIRMED)
    assert state_of(detection) == S.NEEDS_SECOND
    assert Review.objects.standing().count() == 1


def test_a_new_decision_supersedes_and_keeps_the_earlier_one(detection: Detection, editor: User) -> None:
    first = record_review(detection=detection, editor=editor, decision=D.CONFIRMED)
    record_review(detection=detection, editor=editor, decision=D.REJECTED, reason="Quarry")
    first.refresh_from_db()
    assert first.superseded_at is not None
    assert state_of(detection) == S.REJECTED
    assert detection.reviews.count() == 2


def test_the_same_id_sent_twice_is_stored_once(detection: Detection, editor: User) -> None:
    review_id = uuid.uuid4()
    for _ in range(2):
        record_review(detection=detection, editor=editor, decision=D.CONFIRMED, review_id=review_id)
    assert detection.reviews.count() == 1
    assert Review.objects.standing().count() == 1


def test_a_late_repeat_does_not_bring_back_a_superseded_decision(detection: Detection, editor: User) -> None:
    review_id = uuid.uuid4()
    record_review(detection=detection, editor=editor, decision=D.CONFIRMED, review_id=review_id)
    record_review(detection=detection, editor=editor, decision=D.REJECTED)
    record_review(detection=detection, editor=editor, decision=D.CONFIRMED, review_id=review_id)
    assert state_of(detection) == S.REJECTED


def test_another_editors_id_is_refused(detection: Detection, editor: User, second_editor: User) -> None:
    taken = record_review(detection=detection, editor=editor, decision=D.CONFIRMED)
    with pytest.raises(ReviewIdTaken):
        record_review(detection=detection, editor=second_editor, decision=D.CONFIRMED, review_id=taken.pk)
    assert state_of(detection) == S.NEEDS_SECOND


def test_an_unknown_decision_is_refused(detection: Detection, editor: User) -> None:
    with pytest.raises(ValueError, match="maybe"):
        record_review(detection=detection, editor=editor, decision="maybe")


def test_an_undone_decision_stays_in_the_history(detection: Detection, editor: User) -> None:
    review = record_review(detection=detection, editor=editor, decision=D.CONFIRMED)
    undo_review(review=review)
    review.refresh_from_db()
    assert state_of(detection) == S.UNREVIEWED
    assert review.undone_at is not None
    assert detection.reviews.count() == 1


def test_undo_restores_earlier_decisions_step_by_step(detection: Detection, editor: User) -> None:
    steps = [
        record_review(detection=detection, editor=editor, decision=d)
        for d in (D.CONFIRMED, D.REJECTED, D.UNSURE)
    ]
    undo_review(review=steps[2])
    assert state_of(detection) == S.REJECTED
    undo_review(review=steps[1])
    assert state_of(detection) == S.NEEDS_SECOND
    undo_review(review=steps[0])
    assert state_of(detection) == S.UNREVIEWED


def test_a_decision_that_no_longer_stands_cannot_be_undone(detection: Detection, editor: User) -> None:
    first = record_review(detection=detection, editor=editor, decision=D.CONFIRMED)
    record_review(detection=detection, editor=editor, decision=D.REJECTED)
    with pytest.raises(NothingToUndo):
        undo_review(review=first)
    assert state_of(detection) == S.REJECTED


class OrderOfDecisions(TestCase):
    """The state follows from each editor's last decision, whatever the order."""

    @settings(max_examples=30, deadline=None)
    @given(
        st.permutations(
            [("a", D.CONFIRMED), ("a", D.UNSURE), ("b", D.CONFIRMED), ("b", D.REJECTED), ("c", D.CONFIRMED)]
        )
    )
    def test_the_state_follows_from_the_last_decision_of_each(self, acts: list[tuple[str, str]]) -> None:
        campaign = factories.make_campaign()
        editors = {name: factories.make_member(name, campaign, Role.EDITOR) for name in "abc"}
        detection = make_detection(make_run(campaign))
        for name, decision in acts:
            record_review(detection=detection, editor=editors[name], decision=decision)
        detection.refresh_from_db()
        last = dict(acts)
        standing = Review.objects.standing()
        assert dict(standing.values_list("editor__username", "decision")) == last
        echoes = standing.filter(decision=D.CONFIRMED, independent=False).count()
        assert detection.review_state == verdict(last.values(), needed=2, not_independent=echoes)
        times = list(Review.objects.order_by("created_at").values_list("created_at", flat=True))
        assert all(earlier <= later for earlier, later in pairwise(times))
