"""What becomes of a report, and what of it everybody may know."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign
from detection.models import ReaderReport, Release
from detection.reports.services.answer_report import answer_report
from detection.reports.sweeps import forget_old_contacts
from tests.factories_reports import make_report, proven

API = "/api/v1/campaigns/amber"
SECRETS = {"text": "My neighbour dug it", "contact": "olena@example.org"}


def ticket(client: Client, report: ReaderReport) -> str:
    page = client.get(f"/c/amber/reports/{report.token}/")
    assert page.status_code == 200
    return page.content.decode()


def test_the_ticket_shows_place_reason_and_state(release: Release, client: Client) -> None:
    report = make_report(release, 1, **SECRETS)
    page = ticket(client, report)
    for words in ("Report 1", "Received", "This is something else", "/c/amber/map/places/1/"):
        assert words in page
    found = client.get(f"{API}/tickets/{report.token}/").json()
    assert (found["state"], found["place"], found["reason"]) == ("received", 1, "no_scar")


@pytest.mark.parametrize("state", ReaderReport.State.values)
def test_neither_contact_nor_text_is_public(
    release: Release, client: Client, editor: User, state: str
) -> None:
    report = make_report(release, 1, **SECRETS)
    answer_report(report=report, editor=editor, state=state, public_answer="Thank you")
    answers = [ticket(client, report), client.get(f"{API}/tickets/{report.token}/").content.decode()]
    answers += [client.get(f"{API}/corrections/").content.decode()]
    answers += [client.get("/c/amber/corrections/").content.decode()]
    for answer in answers:
        assert "neighbour" not in answer and "olena" not in answer and editor.username not in answer


def test_the_readers_own_browser_shows_the_text_and_says_to_keep_the_address(
    release: Release, client: Client
) -> None:
    sent = {"kind": "wrong", "number": "1", "reason": "other", **SECRETS, **proven()}
    page = client.post("/c/amber/map/report/", sent, follow=True).content.decode()
    report = ReaderReport.objects.get()
    assert "Keep the address of this page" in page and SECRETS["text"] in page
    assert f"http://testserver/c/amber/reports/{report.token}/" in page
    assert SECRETS["contact"] not in page
    assert "Keep the address" not in ticket(Client(), report)


def test_an_editor_may_publish_the_readers_words(release: Release, client: Client, editor: User) -> None:
    report = make_report(release, 1, **SECRETS)
    answer_report(report=report, editor=editor, state="accepted", public_answer="Right", text_is_public=True)
    found = client.get(f"{API}/tickets/{report.token}/").json()
    assert (found["state"], found["answer"], found["text"]) == ("accepted", "Right", SECRETS["text"])
    page = ticket(client, report)
    assert SECRETS["text"] in page and "Right" in page and SECRETS["contact"] not in page


def test_opening_again_takes_the_answer_back(release: Release, client: Client, editor: User) -> None:
    report = make_report(release, 1, **SECRETS)
    answer_report(report=report, editor=editor, state="declined", public_answer="No", text_is_public=True)
    answer_report(report=report, editor=editor, state="received")
    found = client.get(f"{API}/tickets/{report.token}/").json()
    assert (found["state"], found["answer"], found["text"], found["answered_at"]) == (
        "received",
        "",
        "",
        None,
    )


def test_a_ticket_is_found_by_its_whole_token_in_its_own_campaign(
    release: Release, client: Client, campaign: Campaign
) -> None:
    report = make_report(release, 1)
    assert len(report.token) >= 22
    for address in (report.token[:-1], "x" * 22, str(report.pk)):
        assert client.get(f"/c/amber/reports/{address}/").status_code in (404, 405)
        assert client.get(f"{API}/tickets/{address}/").status_code == 404
    Campaign.objects.update(is_public=False)
    assert client.get(f"/c/amber/reports/{report.token}/").status_code == 404
    assert client.get(f"{API}/tickets/{report.token}/").status_code == 404


def test_search_engines_and_caches_keep_no_ticket(release: Release, client: Client) -> None:
    answer = client.get(f"/c/amber/reports/{make_report(release, 1).token}/")
    assert answer["X-Robots-Tag"] == "noindex" and "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("state", "days", "is_kept"),
    [("accepted", 91, False), ("declined", 91, False), ("declined", 89, True), ("looking", 400, True)],
)
def test_contacts_are_deleted_ninety_days_after_the_answer(
    release: Release, editor: User, state: str, days: int, is_kept: bool
) -> None:
    report = make_report(release, 1, **SECRETS)
    answer_report(report=report, editor=editor, state=state)
    past = timezone.now() - timedelta(days=days)
    ReaderReport.objects.update(created_at=past)
    ReaderReport.objects.filter(answered_at__isnull=False).update(answered_at=past)
    forget_old_contacts()
    report.refresh_from_db()
    assert report.contact == (SECRETS["contact"] if is_kept else "")
    assert report.text == SECRETS["text"]
