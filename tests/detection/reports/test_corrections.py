"""The public log of what was corrected."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import Campaign
from detection.models import Place, ReaderReport, Release
from detection.publication.services.withdraw_place import withdraw_place
from detection.reports import corrections
from detection.reports.services.answer_report import answer_report
from tests.factories_reports import make_report

PAGE, API = "/c/amber/corrections/", "/api/v1/campaigns/amber/corrections/"


def test_it_is_empty_at_first(release: Release, client: Client) -> None:
    assert "Nothing was corrected yet" in client.get(PAGE).content.decode()
    assert client.get(API).json() == {"count": 0, "page": 1, "n_pages": 1, "results": []}


def test_it_holds_withdrawals_and_accepted_reports_newest_first(
    release: Release, campaign: Campaign, client: Client, editor: User, admin: User
) -> None:
    wrong, missed, declined = make_report(release, 1), make_report(release), make_report(release, 2)
    answer_report(report=wrong, editor=editor, state="accepted", public_answer="It is a pond")
    withdraw_place(
        place=Place.objects.get(campaign=campaign, number=2), withdrawn_by=admin, reason="A <b>quarry</b>"
    )
    answer_report(report=missed, editor=editor, state="accepted", public_answer="Found it")
    answer_report(report=declined, editor=editor, state="declined", public_answer="Not so")
    found = client.get(API).json()
    assert found["count"] == 3
    assert [(one["kind"], one["place"], one["words"]) for one in found["results"]] == [
        ("missed", None, "Found it"),
        ("withdrawn", 2, "A <b>quarry</b>"),
        ("wrong", 1, "It is a pond"),
    ]
    assert found["results"][0]["lng"] == 27.5 and found["results"][0]["place_page"] is None
    assert found["results"][2]["place_page"] == "/c/amber/map/places/1/"
    page = client.get(PAGE).content.decode()
    assert page.index("Found it") < page.index("A &lt;b&gt;quarry") < page.index("It is a pond")
    assert "/c/amber/map/places/2/" in page and "Not so" not in page
    assert admin.username not in page and editor.username not in page


def test_it_is_paged_and_a_page_costs_a_fixed_number_of_queries(release: Release, client: Client) -> None:
    now = timezone.now()
    reports = [make_report(release, text=f"Pit {n}") for n in range(corrections.PER_PAGE + 3)]
    for n, report in enumerate(reports):
        ReaderReport.objects.filter(pk=report.pk).update(
            state="accepted", answered_at=now - timedelta(minutes=n), public_answer=f"Answer {n}."
        )
    with CaptureQueriesContext(connection) as queries:
        first = client.get(API).json()
    assert len(queries) <= 6
    last = client.get(f"{API}?page=2").json()
    assert (len(first["results"]), len(last["results"]), last["n_pages"]) == (corrections.PER_PAGE, 3, 2)
    assert [one["words"] for one in last["results"]] == ["Answer 50.", "Answer 51.", "Answer 52."]
    assert "?page=1" in client.get(f"{PAGE}?page=2").content.decode()
