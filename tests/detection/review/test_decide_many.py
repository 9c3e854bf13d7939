"""An editor decides on all findings of a list at once, and undoes it."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign
from detection.models import Detection, DetectionRun, ReviewBatch
from detection.review import batches
from detection.review.services.claim_findings import claim_findings
from detection.review.services.record_review import record_review
from tests.factories_detection import confirm, make_detection, make_run

PAGE = "/c/amber/review/many/"


@pytest.fixture
def run(campaign: Campaign) -> DetectionRun:
    return make_run(campaign)


@pytest.fixture
def findings(run: DetectionRun) -> list[Detection]:
    return [make_detection(run, score=score, area_ha=2) for score in (0.72, 0.8, 0.9, 0.95)]


def shown(client: Client, query: str) -> str:
    found = re.search(r'name="shown" value="(\w+)"', client.get(f"{PAGE}?{query}").content.decode())
    assert found
    return found[1]


def decide(client: Client, query: str, decision: str, **more: str) -> str:
    data = {"shown": shown(client, query), "decision": decision} | more
    return client.post(f"{PAGE}?{query}", data, follow=True).content.decode()


def states(run: DetectionRun) -> list[str]:
    return [one.review_state for one in run.findings().order_by("score")]


def test_the_preview_is_what_is_decided(
    run: DetectionRun, findings: list[Detection], editor: User, client: Client
) -> None:
    client.force_login(editor)
    page = client.get(f"{PAGE}?state=queue&min_score=0.85").content.decode()
    assert '<strong class="stat">2</strong>' in page
    assert '<strong class="stat">4.0</strong>' in page
    html = decide(client, "state=queue&min_score=0.85", "rejected", reason="forest", comment="All in one cut")
    assert "2 decisions are stored." in html
    assert states(run) == ["unreviewed", "unreviewed", "rejected", "rejected"]
    review = findings[3].reviews.get()
    assert (review.editor, review.reason, review.comment) == (editor, "forest", "All in one cut")


def test_each_decision_counts_for_one_editor(
    run: DetectionRun, findings: list[Detection], editor: User, second_editor: User, client: Client
) -> None:
    client.force_login(editor)
    decide(client, "state=queue", "confirmed")
    assert states(run) == ["needs_second"] * 4
    client.force_login(second_editor)
    decide(client, "state=queue", "confirmed")
    assert states(run) == ["confirmed"] * 4


def test_undo_takes_back_all_that_still_stands(
    run: DetectionRun, findings: list[Detection], editor: User, client: Client
) -> None:
    client.force_login(editor)
    record_review(detection=findings[0], editor=editor, decision="unsure")
    decide(client, "", "confirmed")
    record_review(detection=findings[3], editor=editor, decision="rejected")
    batch = ReviewBatch.objects.get()
    html = client.post(f"{PAGE}{batch.pk}/undo/", follow=True).content.decode()
    assert "3 decisions are undone." in html
    assert states(run) == ["unsure", "unreviewed", "unreviewed", "rejected"]
    html = client.post(f"{PAGE}{batch.pk}/undo/", follow=True).content.decode()
    assert "nothing to undo" in html


def test_nobody_undoes_what_another_decided(
    findings: list[Detection], editor: User, second_editor: User, client: Client
) -> None:
    client.force_login(editor)
    decide(client, "", "confirmed")
    client.force_login(second_editor)
    assert client.post(f"{PAGE}{ReviewBatch.objects.get().pk}/undo/").status_code == 404


def test_a_list_that_changed_is_looked_at_again(
    run: DetectionRun, findings: list[Detection], editor: User, client: Client
) -> None:
    client.force_login(editor)
    key = shown(client, "state=queue")
    make_detection(run, score=0.99)
    html = client.post(f"{PAGE}?state=queue", {"shown": key, "decision": "confirmed"}).content.decode()
    assert "The list has changed" in html
    assert not ReviewBatch.objects.exists()
    assert states(run) == ["unreviewed"] * 5


def test_what_another_editor_has_open_is_left_out(
    run: DetectionRun, findings: list[Detection], editor: User, second_editor: User, client: Client
) -> None:
    claim_findings(editor=second_editor, detections=[findings[1].pk])
    client.force_login(editor)
    decide(client, "", "rejected")
    assert states(run) == ["rejected", "unreviewed", "rejected", "rejected"]


def test_an_area_of_the_map_is_a_list_too(
    run: DetectionRun, findings: list[Detection], editor: User, client: Client
) -> None:
    client.force_login(editor)
    one = findings[2]
    decide(client, f"bbox={one.west},{one.south},{one.west + 1e-6},{one.north}", "rejected")
    assert findings[2].reviews.count() == 1
    assert ReviewBatch.objects.get().n_findings < 4


def test_too_many_and_none_are_refused(
    findings: list[Detection], editor: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(editor)
    key = shown(client, "")
    monkeypatch.setattr(batches, "MAX_FINDINGS", 3)
    monkeypatch.setattr("detection.review.services.record_batch.MAX_FINDINGS", 3)
    html = client.post(PAGE, {"shown": key, "decision": "confirmed"}).content.decode()
    assert "Choose from 1 to 3 findings." in html
    assert "The list is empty." in client.get(f"{PAGE}?min_score=0.999").content.decode()


def test_a_sample_is_decided_one_by_one(findings: list[Detection], editor: User, client: Client) -> None:
    client.force_login(editor)
    assert client.get(f"{PAGE}?sample=1").status_code == 404
    assert client.get(f"{PAGE}?state=nonsense").status_code == 404


def test_the_second_look_stays_blind(
    findings: list[Detection], editor: User, second_editor: User, client: Client
) -> None:
    confirm(findings[0], second_editor)
    client.force_login(editor)
    assert second_editor.username not in client.get(PAGE).content.decode()


def test_a_decision_is_needed(findings: list[Detection], editor: User, client: Client) -> None:
    client.force_login(editor)
    html = client.post(PAGE, {"shown": shown(client, "")}).content.decode()
    assert "Choose a decision" in html
    assert not ReviewBatch.objects.exists()
