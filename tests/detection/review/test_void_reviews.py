"""Decisions that are declared void, and states after the number of confirmations has changed."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign, Membership
from campaigns.setup.services.change_campaign import change_campaign
from detection.models import Detection, DetectionRun, Review
from detection.publication.errors import NothingToPublish
from detection.publication.services.publish_release import publish_release
from detection.review.queue import waiting_for
from detection.review.services.record_review import record_review
from detection.runs.services.link_places import link_places
from detection.runs.signals import findings_changed
from tests.factories_detection import confirm, make_detection, make_run

S, D = Detection.State, Review.Decision
EDITORS = "/c/amber/review/editors/"


@pytest.fixture
def run(campaign: Campaign) -> DetectionRun:
    return make_run(campaign)


def state_of(detection: Detection) -> str:
    detection.refresh_from_db()
    return detection.review_state


def void(client: Client, admin: User, editor: User, reason: str = "Left, and nobody may rely on it") -> None:
    client.force_login(admin)
    assert client.post(f"{EDITORS}{editor.pk}/void/", {"reason": reason}).status_code == 302


def test_the_decisions_of_a_removed_editor_count_until_they_are_void(
    client: Client, run: DetectionRun, admin: User, editor: User, second_editor: User
) -> None:
    detection = confirm(make_detection(run), editor, second_editor)
    Membership.objects.filter(user=editor).delete()
    client.force_login(admin)
    page = client.get(EDITORS).content.decode()
    assert "role ended" in page
    assert state_of(detection) == S.CONFIRMED
    void(client, admin, editor)
    assert state_of(detection) == S.NEEDS_SECOND
    with pytest.raises(NothingToPublish):
        publish_release(campaign=run.campaign, run=run, published_by=admin)
    assert "nobody may rely on it" in client.get(EDITORS).content.decode()
    review = Review.objects.get(editor=editor)
    assert (review.voided_by, review.voided_at is None) == (admin, False)


def test_no_earlier_decision_of_the_editor_applies_again(
    client: Client, run: DetectionRun, admin: User, editor: User
) -> None:
    detection = make_detection(run)
    confirm(detection, editor)
    record_review(detection=detection, editor=editor, decision=D.REJECTED)
    void(client, admin, editor)
    findings_changed.send(DetectionRun, run=run, detection_ids=None)
    assert state_of(detection) == S.UNREVIEWED


def test_copies_in_other_searches_are_void_too(
    client: Client, run: DetectionRun, admin: User, editor: User, second_editor: User
) -> None:
    first = confirm(make_detection(run), editor, second_editor)
    link_places(run=run)
    later = make_run(run.campaign)
    same = make_detection(later, geometry=first.geometry)
    link_places(run=later)
    findings_changed.send(DetectionRun, run=later, detection_ids=None)
    assert state_of(same) == S.CONFIRMED
    void(client, admin, editor)
    assert (state_of(first), state_of(same)) == (S.NEEDS_SECOND, S.NEEDS_SECOND)
    findings_changed.send(DetectionRun, run=later, detection_ids=None)
    assert state_of(same) == S.NEEDS_SECOND


def test_a_reason_is_required(client: Client, run: DetectionRun, admin: User, editor: User) -> None:
    detection = confirm(make_detection(run), editor)
    void(client, admin, editor, reason="  ")
    assert state_of(detection) == S.NEEDS_SECOND


def test_an_editor_decides_anew_after_their_decisions_are_void(
    client: Client, run: DetectionRun, admin: User, editor: User, second_editor: User
) -> None:
    detection = confirm(make_detection(run), editor, second_editor)
    void(client, admin, editor)
    assert waiting_for(editor, run).exists()
    confirm(detection, editor)
    assert state_of(detection) == S.CONFIRMED


def test_states_follow_when_the_number_of_confirmations_falls_and_rises(
    run: DetectionRun, editor: User, second_editor: User
) -> None:
    change_campaign(campaign=run.campaign, fields={"confirmations_to_publish": 3})
    detection = confirm(make_detection(run), editor, second_editor)
    assert state_of(detection) == S.NEEDS_SECOND
    change_campaign(campaign=run.campaign, fields={"confirmations_to_publish": 2})
    assert state_of(detection) == S.CONFIRMED
    change_campaign(campaign=run.campaign, fields={"confirmations_to_publish": 3})
    assert state_of(detection) == S.NEEDS_SECOND
