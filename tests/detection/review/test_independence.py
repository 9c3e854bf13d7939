"""A confirmation counts only when its editor did not know what others had said."""

from datetime import timedelta
from itertools import product

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.roles import Role
from detection.models import Detection, DetectionRun, Review
from detection.publication.errors import NothingToPublish
from detection.publication.services.publish_release import publish_release
from detection.review.queue import as_seen_by, filter_findings, waiting_for
from detection.review.services.record_review import record_review
from detection.review.services.undo_review import undo_review
from tests import factories
from tests.factories_detection import confirm, make_detection, make_run

S, D = Detection.State, Review.Decision


@pytest.fixture
def run(campaign: Campaign) -> DetectionRun:
    return make_run(campaign)


@pytest.fixture
def detection(run: DetectionRun) -> Detection:
    return make_detection(run)


def state_of(detection: Detection) -> str:
    detection.refresh_from_db()
    return detection.review_state


def a_while_ago() -> None:
    """As if every decision had been made an hour earlier."""
    earlier = timezone.now() - timedelta(hours=1)
    Review.objects.update(created_at=earlier)
    Review.objects.filter(undone_at__isnull=False).update(undone_at=earlier)


def open_history(client: Client, editor: User, detection: Detection) -> int:
    client.force_login(editor)
    return client.post(f"/api/v1/campaigns/amber/detections/{detection.pk}/history/").status_code


def test_a_mind_changed_after_others_have_decided_does_not_confirm(
    detection: Detection, editor: User, second_editor: User, admin: User
) -> None:
    record_review(detection=detection, editor=editor, decision=D.REJECTED)
    confirm(detection, second_editor)
    a_while_ago()
    record_review(detection=detection, editor=editor, decision=D.CONFIRMED)
    assert state_of(detection) == S.NEEDS_SECOND
    with pytest.raises(NothingToPublish):
        publish_release(campaign=detection.run.campaign, run=detection.run, published_by=admin)
    third = factories.make_member("taras", detection.run.campaign, Role.EDITOR)
    confirm(detection, third)
    assert state_of(detection) == S.CONFIRMED
    release = publish_release(campaign=detection.run.campaign, run=detection.run, published_by=admin)
    assert release.places.get().n_confirmed == 2


def test_a_mind_changed_before_anybody_else_decided_confirms(
    detection: Detection, editor: User, second_editor: User
) -> None:
    record_review(detection=detection, editor=editor, decision=D.REJECTED)
    confirm(detection, editor, second_editor)
    assert state_of(detection) == S.CONFIRMED


def test_confirming_twice_stays_one_look_of_its_own(
    detection: Detection, editor: User, second_editor: User
) -> None:
    confirm(detection, editor, second_editor, editor)
    assert state_of(detection) == S.CONFIRMED


def test_the_first_editors_words_stay_closed_to_who_is_unsure(
    client: Client, detection: Detection, editor: User, second_editor: User
) -> None:
    record_review(detection=detection, editor=editor, decision=D.CONFIRMED, comment="Pits in rows")
    record_review(detection=detection, editor=second_editor, decision=D.UNSURE)
    assert open_history(client, second_editor, detection) == 409
    page = client.get(f"/api/v1/campaigns/amber/detections/{detection.pk}/")
    assert [review["editor"] for review in page.json()["history"]] == ["edda"]
    assert page.json()["state"] == S.UNSURE
    assert b"Pits" not in page.content
    record_review(detection=detection, editor=second_editor, decision=D.CONFIRMED)
    assert state_of(detection) == S.CONFIRMED


def test_a_slip_on_the_key_is_undone_without_consequences(
    detection: Detection, editor: User, second_editor: User
) -> None:
    confirm(detection, editor)
    undo_review(review=record_review(detection=detection, editor=second_editor, decision=D.REJECTED))
    confirm(detection, second_editor)
    assert state_of(detection) == S.CONFIRMED


def test_what_is_undone_after_looking_is_no_slip(
    client: Client, detection: Detection, editor: User, second_editor: User
) -> None:
    confirm(detection, editor)
    review = record_review(detection=detection, editor=second_editor, decision=D.REJECTED)
    assert open_history(client, second_editor, detection) == 200
    undo_review(review=review)
    confirm(detection, second_editor)
    assert state_of(detection) == S.NEEDS_SECOND


def test_what_is_undone_later_is_no_slip(detection: Detection, editor: User, second_editor: User) -> None:
    confirm(detection, editor)
    review = record_review(detection=detection, editor=second_editor, decision=D.REJECTED)
    Review.objects.filter(pk=review.pk).update(created_at=timezone.now() - timedelta(minutes=5))
    undo_review(review=Review.objects.get(pk=review.pk))
    confirm(detection, second_editor)
    assert state_of(detection) == S.NEEDS_SECOND


def test_others_stay_hidden_while_a_slip_may_be_undone(
    detection: Detection, editor: User, second_editor: User
) -> None:
    record_review(detection=detection, editor=editor, decision=D.REJECTED)
    confirm(detection, second_editor)
    seen = as_seen_by(second_editor, detection.run)
    assert seen.get().visible_state == S.NEEDS_SECOND
    a_while_ago()
    assert as_seen_by(second_editor, detection.run).get().visible_state == S.DISPUTED


@pytest.mark.parametrize("looked", [False, True])
@pytest.mark.parametrize("seconds_ago", [0, 3600])
def test_every_filter_lists_what_shows_as_its_state(
    client: Client, run: DetectionRun, editor: User, second_editor: User, looked: bool, seconds_ago: int
) -> None:
    said = [None, D.CONFIRMED, D.REJECTED, D.UNSURE]
    for own, other in product(said, said):
        detection = make_detection(run)
        for who, decision in ((second_editor, other), (editor, own)):
            if decision is not None:
                record_review(detection=detection, editor=who, decision=decision)
        if looked and own in (D.CONFIRMED, D.REJECTED):
            assert open_history(client, editor, detection) == 200
    Review.objects.update(created_at=timezone.now() - timedelta(seconds=seconds_ago))
    seen = as_seen_by(editor, run)
    for state in S.values:
        listed = set(filter_findings(seen, state=state).values_list("pk", flat=True))
        assert listed == {one.pk for one in seen if one.visible_state == state}, state


def test_a_confirmation_of_what_shows_as_confirmed_does_not_replace_one(
    detection: Detection, editor: User, second_editor: User, admin: User
) -> None:
    confirm(detection, editor, second_editor, admin)
    undo_review(review=Review.objects.standing().get(editor=editor))
    assert state_of(detection) == S.NEEDS_SECOND


def test_a_disputed_finding_waits_for_a_third_then_for_those_who_disagree(
    run: DetectionRun, detection: Detection, editor: User, second_editor: User, campaign: Campaign
) -> None:
    third = factories.make_member("taras", campaign, Role.EDITOR)
    record_review(detection=detection, editor=editor, decision=D.REJECTED)
    confirm(detection, second_editor)
    assert state_of(detection) == S.REJECTED or state_of(detection) == S.DISPUTED
    assert waiting_for(third, run).exists()
    assert not waiting_for(editor, run).exists()
    confirm(detection, third)
    assert waiting_for(editor, run).exists()
    assert waiting_for(second_editor, run).exists()


def test_a_dispute_between_the_only_two_editors_waits_for_both(
    run: DetectionRun, detection: Detection, editor: User, second_editor: User
) -> None:
    record_review(detection=detection, editor=editor, decision=D.REJECTED)
    confirm(detection, second_editor)
    assert waiting_for(editor, run).exists()
    assert waiting_for(second_editor, run).exists()


def test_what_one_left_unsure_and_another_confirmed_returns_to_the_first(
    run: DetectionRun, detection: Detection, editor: User, second_editor: User
) -> None:
    record_review(detection=detection, editor=editor, decision=D.UNSURE)
    assert not waiting_for(editor, run).exists()
    confirm(detection, second_editor)
    assert waiting_for(editor, run).exists()
    confirm(detection, editor)
    assert state_of(detection) == S.CONFIRMED
    assert not waiting_for(editor, run).exists()
