"""Who is asked to look, in a comment; reasons of rejections; and that neither tells what others decided."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign
from detection.models import Detection, Mention, Review
from detection.review.services.record_review import record_review
from detection.review.services.undo_review import undo_review
from detection.review.services.void_reviews import void_reviews
from tests.factories_detection import make_detection, make_run

API = "/api/v1/campaigns/amber/detections"


@pytest.fixture
def detection(campaign: Campaign) -> Detection:
    return make_detection(make_run(campaign))


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def mentioning(user: User) -> list[int]:
    answer: dict[str, Any] = client_of(user).get(f"{API}/?state=mentions").json()
    return [feature["id"] for feature in answer["features"]]


@pytest.mark.parametrize(
    ("comment", "names"),
    [
        ("@edda", ["edda"]),
        ("Look, @edda. And (@anna)!", ["anna", "edda"]),
        ("@edda @edda", ["edda"]),
        ("post@edda is an address, @emil is me", []),
        ("@vira labels, @olha is not here, @nobody", []),
        ("@eddas @edd", []),
    ],
)
def test_editors_of_the_campaign_are_mentioned_by_their_user_name(
    detection: Detection,
    editor: User,
    second_editor: User,
    admin: User,
    volunteer: User,
    outsider: User,
    comment: str,
    names: list[str],
) -> None:
    record_review(detection=detection, editor=editor, decision="unsure", comment=comment)
    assert sorted(Mention.objects.values_list("user__username", flat=True)) == names


def test_a_mention_lists_the_finding_without_its_words(
    detection: Detection, editor: User, second_editor: User
) -> None:
    make_detection(detection.run)
    record_review(detection=detection, editor=editor, decision="confirmed", comment="Pits, @edda")
    assert mentioning(second_editor) == [detection.pk]
    assert mentioning(editor) == []
    detail = client_of(second_editor).get(f"{API}/{detection.pk}/")
    assert b"Pits" not in detail.content and b"emil" not in detail.content
    assert detail.json()["state"] == "unreviewed"


def test_a_mention_ends_with_its_decision(detection: Detection, editor: User, second_editor: User) -> None:
    review = record_review(detection=detection, editor=editor, decision="unsure", comment="@edda")
    undo_review(review=review)
    assert mentioning(second_editor) == []
    record_review(detection=detection, editor=editor, decision="unsure", comment="@edda")
    assert mentioning(second_editor) == [detection.pk]
    void_reviews(reviews=Review.objects.filter(editor=editor), voided_by=None, reason="Left")
    assert mentioning(second_editor) == []


def test_a_rejection_has_one_of_the_reasons(detection: Detection, editor: User) -> None:
    client, address = client_of(editor), f"{API}/{detection.pk}/reviews/"

    def decide(decision: str, reason: str) -> Any:
        body = {"decision": decision, "reason": reason}
        return client.post(address, body, content_type="application/json")

    assert "reason" in decide("rejected", "because").json()
    assert "reason" in decide("confirmed", "water").json()
    answer = decide("rejected", "water").json()
    assert [(one["reason"], one["reason_text"]) for one in answer["history"]] == [("water", "Water or bog")]
