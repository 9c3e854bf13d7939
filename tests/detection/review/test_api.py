"""The review API: permissions, contents, and the blind second review."""

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign
from campaigns.roles import Role
from detection.models import Detection, DetectionRun, Review
from detection.review.services.record_review import record_review
from tests import factories
from tests.factories_detection import N_SUPERPIXELS, make_detection, make_run

S, D = Detection.State, Review.Decision
BASE = "/api/v1/campaigns/amber"


@pytest.fixture
def run(campaign: Campaign) -> DetectionRun:
    return make_run(campaign)


@pytest.fixture
def detection(run: DetectionRun) -> Detection:
    return make_detection(run, files=True)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def decide(user: User, detection: Detection, **fields: Any) -> Any:
    body = {"decision": D.CONFIRMED, **fields}
    return signed_in(user).post(
        f"{BASE}/detections/{detection.pk}/reviews/", body, content_type="application/json"
    )


READS = ["detections/", "detections/{pk}/", "detections/{pk}/picture/", "detections/{pk}/outlines/"]


@pytest.mark.parametrize("path", READS)
@pytest.mark.parametrize(
    ("who", "status"), [("editor", 200), ("admin", 200), ("volunteer", 403), ("outsider", 403), ("", 403)]
)
def test_only_editors_read_detections(
    request: pytest.FixtureRequest, detection: Detection, path: str, who: str, status: int
) -> None:
    client = signed_in(request.getfixturevalue(who)) if who else Client()
    assert client.get(f"{BASE}/{path.format(pk=detection.pk)}").status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("editor", 201), ("admin", 201), ("volunteer", 403), ("outsider", 403)]
)
def test_only_editors_decide(
    request: pytest.FixtureRequest, detection: Detection, who: str, status: int
) -> None:
    assert decide(request.getfixturevalue(who), detection).status_code == status
    assert detection.reviews.count() == (status == 201)


def test_a_guest_cannot_decide(detection: Detection) -> None:
    answer = Client().post(f"{BASE}/detections/{detection.pk}/reviews/", {"decision": "confirmed"})
    assert answer.status_code == 403


def test_an_editor_of_another_campaign_reads_nothing(detection: Detection) -> None:
    other = factories.make_campaign(slug="quarries")
    stranger = factories.make_member("oleh", other, Role.EDITOR)
    client = signed_in(stranger)
    assert client.get(f"{BASE}/detections/{detection.pk}/").status_code == 403
    assert client.get(f"/api/v1/campaigns/quarries/detections/{detection.pk}/").status_code == 404


def test_detections_are_geojson_with_a_count_beyond_the_limit(run: DetectionRun, editor: User) -> None:
    for score in (0.8, 0.9, 0.7):
        make_detection(run, score=score)
    answer = signed_in(editor).get(f"{BASE}/detections/?limit=2").json()
    assert answer["type"] == "FeatureCollection"
    assert answer["count"] == 3
    assert [feature["properties"]["score"] for feature in answer["features"]] == [0.9, 0.8]


def test_detections_are_filtered(run: DetectionRun, editor: User) -> None:
    low, high = make_detection(run, score=0.7), make_detection(run, score=0.9)
    record_review(detection=high, editor=editor, decision=D.REJECTED)

    def ids(query: str) -> list[int]:
        answer = signed_in(editor).get(f"{BASE}/detections/?{query}").json()
        return [feature["id"] for feature in answer["features"]]

    assert ids("state=queue") == [low.pk]
    assert ids("state=rejected") == [high.pk]
    assert ids("min_score=0.8") == [high.pk]
    assert ids(f"bbox={low.west},{low.south},{low.east},{low.north}") == [low.pk]
    assert ids("run=1") == [low.pk, high.pk]


@pytest.mark.parametrize("query", ["bbox=1,2,3", "bbox=a,b,c,d", "state=nonsense", "min_score=2", "limit=0"])
def test_an_invalid_filter_is_named_in_the_error(detection: Detection, editor: User, query: str) -> None:
    answer = signed_in(editor).get(f"{BASE}/detections/?{query}")
    assert answer.status_code == 400
    assert query.split("=")[0] in answer.json()


def test_a_campaign_without_a_run_has_no_detections(campaign: Campaign, editor: User) -> None:
    assert signed_in(editor).get(f"{BASE}/detections/").json()["count"] == 0


def test_the_detail_holds_what_the_page_draws(detection: Detection, editor: User) -> None:
    client = signed_in(editor)
    detail = client.get(f"{BASE}/detections/{detection.pk}/").json()
    assert len(detail["probabilities"]) == detail["n_superpixels"] == N_SUPERPIXELS
    assert detail["superpixels"] == [8, 9, 14, 15]
    assert (detail["captured_from"], detail["year_uncertain"]) == ("2018-04-03", False)
    assert client.get(detail["picture"]).status_code == 200
    assert set(client.get(detail["outlines"]).json()) >= {"8", "9", "14", "15"}


def test_history_stays_hidden_until_the_editor_has_decided(
    detection: Detection, editor: User, second_editor: User
) -> None:
    decide(editor, detection, comment="Pits in rows")
    before = signed_in(second_editor).get(f"{BASE}/detections/{detection.pk}/")
    assert before.json()["history"] == []
    assert before.json()["state"] == S.UNREVIEWED
    assert b"emil" not in before.content
    assert b"Pits" not in before.content
    after = decide(second_editor, detection, decision=D.REJECTED).json()
    assert [review["editor"] for review in after["history"]] == ["edda"]
    assert (after["state"], after["may_open_history"]) == (S.REJECTED, True)
    opened = signed_in(second_editor).post(f"{BASE}/detections/{detection.pk}/history/").json()
    assert [review["editor"] for review in opened["history"]] == ["edda", "emil"]
    assert (opened["state"], opened["may_open_history"]) == (S.DISPUTED, False)


def test_a_decision_sent_twice_is_stored_once(detection: Detection, editor: User) -> None:
    review_id = str(uuid.uuid4())
    assert [decide(editor, detection, id=review_id).status_code for _ in range(2)] == [201, 201]
    assert detection.reviews.count() == 1


def test_the_review_id_of_another_editor_is_a_conflict(
    detection: Detection, editor: User, second_editor: User
) -> None:
    review_id = str(uuid.uuid4())
    decide(editor, detection, id=review_id)
    assert decide(second_editor, detection, id=review_id).status_code == 409


@pytest.mark.parametrize("fields", [{"decision": "maybe"}, {"comment": "x" * 2001}, {"id": "no-uuid"}])
def test_an_invalid_decision_is_refused(detection: Detection, editor: User, fields: dict[str, str]) -> None:
    assert decide(editor, detection, **fields).status_code == 400
    assert not detection.reviews.exists()


def test_editors_undo_only_their_own_decisions(
    detection: Detection, editor: User, second_editor: User
) -> None:
    review = record_review(detection=detection, editor=editor, decision=D.CONFIRMED)
    address = f"{BASE}/reviews/{review.pk}/undo/"
    assert signed_in(second_editor).post(address).status_code == 404
    assert signed_in(editor).post(address).json()["state"] == S.UNREVIEWED
    assert signed_in(editor).post(address).status_code == 409
