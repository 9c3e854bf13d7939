"""Claims: no two editors are offered the same finding at the same time."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign
from detection.models import Detection, FindingClaim
from detection.review.services.claim_findings import CLAIMED_FOR
from tests import factories
from tests.factories_detection import make_detection, make_run
from tests.labeling.answering.test_races import run_crowd

API = "/api/v1/campaigns/amber"


@pytest.fixture
def findings(campaign: Campaign) -> list[Detection]:
    run = make_run(campaign)
    return [make_detection(run, score=0.95 - n / 100) for n in range(6)]


def send(user: User, method: str, path: str, body: dict[str, Any]) -> Any:
    client = Client()
    client.force_login(user)
    return client.generic(method, f"{API}/{path}", json.dumps(body), content_type="application/json")


def given(user: User, n: int = 1, skipped: list[int] | None = None, query: str = "state=queue") -> list[int]:
    answer = send(user, "POST", f"detections/next/?{query}", {"n": n, "skipped": skipped or []})
    assert answer.status_code == 200, answer.content
    return [feature["id"] for feature in answer.json()["features"]]


def keys(findings: list[Detection], *places: int) -> list[int]:
    return [findings[place].pk for place in places]


def test_what_one_editor_is_given_no_other_is(
    findings: list[Detection], editor: User, second_editor: User
) -> None:
    assert given(editor, 2) == keys(findings, 0, 1)
    assert given(editor, 2) == keys(findings, 0, 1)
    assert given(second_editor) == keys(findings, 2)
    assert given(second_editor, query="state=") == keys(findings, 2)


def test_the_last_findings_are_shared(findings: list[Detection], editor: User, second_editor: User) -> None:
    assert len(given(editor, 3)) == 3
    assert given(second_editor, 3) == keys(findings, 3, 4)
    assert given(editor, 3, skipped=keys(findings, 0, 1, 2)) == keys(findings, 5)


def test_a_claim_ends_after_two_minutes(findings: list[Detection], editor: User, second_editor: User) -> None:
    given(editor)
    FindingClaim.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert given(second_editor) == keys(findings, 0)
    assert FindingClaim.objects.get().editor == second_editor
    assert timedelta(minutes=1) < FindingClaim.objects.get().expires_at - timezone.now() <= CLAIMED_FOR


def test_a_decision_and_a_skip_end_the_claim(
    findings: list[Detection], editor: User, second_editor: User
) -> None:
    given(editor, 3)
    path = f"detections/{findings[0].pk}/reviews/"
    assert send(editor, "POST", path, {"decision": "confirmed"}).status_code == 201
    assert send(editor, "PUT", "claims/", {"detections": keys(findings, 2)}).status_code == 204
    assert list(FindingClaim.objects.values_list("detection", flat=True)) == keys(findings, 2)
    assert given(second_editor, query="state=queue&order=score") == keys(findings, 0)


def test_the_list_of_what_waits_leaves_out_what_another_has_open(
    findings: list[Detection], editor: User, second_editor: User
) -> None:
    given(editor, 2)
    client = Client()
    client.force_login(second_editor)
    assert client.get(f"{API}/detections/?state=queue").json()["count"] == 4
    assert client.get(f"{API}/detections/?state=").json()["count"] == 6
    answer = send(second_editor, "POST", "detections/next/?state=queue", {}).json()
    assert answer["open_elsewhere"] == 2


def test_opening_a_finding_says_whether_another_has_it_open_and_takes_none_away(
    findings: list[Detection], editor: User, second_editor: User
) -> None:
    given(editor)
    answer = send(second_editor, "POST", "claims/", {"detections": keys(findings, 0, 1)}).json()
    assert answer == {"claimed": keys(findings, 1), "open_elsewhere": keys(findings, 0)}
    assert FindingClaim.objects.get(detection=findings[0]).editor == editor
    assert send(second_editor, "PUT", "claims/", {"detections": []}).status_code == 204
    assert FindingClaim.objects.get().editor == editor


def test_findings_of_another_campaign_are_neither_claimed_nor_released(
    findings: list[Detection], editor: User
) -> None:
    elsewhere = factories.make_campaign(slug="quarries")
    there = make_detection(make_run(elsewhere))
    assert send(editor, "POST", "claims/", {"detections": [there.pk]}).json()["claimed"] == []
    FindingClaim.objects.create(detection=there, editor=editor, expires_at=timezone.now() + CLAIMED_FOR)
    send(editor, "PUT", "claims/", {"detections": []})
    assert FindingClaim.objects.get().detection == there


SCRIPT = """
import json, threading, time
import django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
from campaigns.roles import Role
from detection.models import Detection, FindingClaim, Review
from detection.review.services.claim_findings import claim_next
from detection.review.services.record_review import record_review
from tests.factories import make_campaign, make_member
from tests.factories_detection import make_detection, make_run

campaign = make_campaign()
run = make_run(campaign)
editors = [make_member(f"editor{n}", campaign, Role.EDITOR) for n in range(4)]
for n in range(40): make_detection(run, score=0.99 - n / 100)
QUERY = {"state": "queue", "order": "score"}
errors, twice, held, lock = [], [], {}, threading.Lock()
start = threading.Barrier(len(editors))

def work(editor):
    start.wait()
    try:
        # An editor who stopped before the end would keep what they have open.
        until = time.monotonic() + 120
        while time.monotonic() < until and Detection.objects.exclude(review_state="confirmed").exists():
            for pk in claim_next(editor=editor, run=run, query=QUERY, n=2)[:1]:
                with lock:
                    if held.setdefault(pk, editor) != editor: twice.append(pk)
                finding = Detection.objects.get(pk=pk)
                with lock: held.pop(pk, None)
                record_review(detection=finding, editor=editor, decision="confirmed")
    except Exception as error:
        errors.append(repr(error))
    finally:
        connection.close()

threads = [threading.Thread(target=work, args=(one,)) for one in editors]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(json.dumps({
    "errors": errors, "twice": twice,
    "confirmed": Detection.objects.filter(review_state="confirmed").count(),
    "enough": Review.objects.count() >= 80,
}))
"""
WELL = {"errors": [], "twice": [], "confirmed": 40, "enough": True}


def test_racing_editors_are_never_given_the_same_finding_on_sqlite(tmp_path: Path) -> None:
    assert run_crowd(f"sqlite:///{tmp_path / 'races.sqlite3'}", tmp_path, SCRIPT) == WELL


@pytest.mark.services
def test_racing_editors_are_never_given_the_same_finding_on_postgresql(
    tmp_path: Path, postgres_url: str
) -> None:
    assert run_crowd(postgres_url, tmp_path, SCRIPT) == WELL
