"""Pages for editors: who may open them, and what they show."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign
from detection.models import ReaderReport
from detection.publication.services.publish_release import publish_release
from detection.reports.services.send_report import send_report
from tests.factories_detection import confirm, make_detection, make_run

PAGES = ["/c/amber/review/", "/c/amber/reports/"]


@pytest.fixture
def report(campaign: Campaign, editor: User, second_editor: User, admin: User) -> ReaderReport:
    detection = confirm(make_detection(make_run(campaign)), editor, second_editor)
    release = publish_release(campaign=campaign, run=detection.run, published_by=admin)
    place = release.places.get()
    return send_report(release=release, text="A <b>quarry</b>", lng=place.lng, lat=place.lat, place=place)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    ("who", "status"), [("admin", 200), ("editor", 200), ("volunteer", 403), ("outsider", 403), ("", 302)]
)
def test_only_editors_open_the_pages(
    request: pytest.FixtureRequest, campaign: Campaign, client: Client, address: str, who: str, status: int
) -> None:
    make_detection(make_run(campaign))
    if who:
        client.force_login(request.getfixturevalue(who))
    assert client.get(address).status_code == status


def test_without_a_search_the_page_says_what_is_missing(editor: User, client: Client) -> None:
    client.force_login(editor)
    answer = client.get("/c/amber/review/")
    assert "Nothing to review yet" in answer.content.decode()


def test_the_review_page_links_to_open_reports(report: ReaderReport, editor: User, client: Client) -> None:
    client.force_login(editor)
    assert "1 reader’s report to answer" in client.get("/c/amber/review/").content.decode()
    page = client.get("/c/amber/reports/").content.decode()
    assert "A &lt;b&gt;quarry&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("state", "stored"),
    [("accepted", "accepted"), ("declined", "declined"), ("looking", "looking"), ("nonsense", "received")],
)
def test_an_editor_answers_a_report(
    report: ReaderReport, editor: User, client: Client, state: str, stored: str
) -> None:
    client.force_login(editor)
    client.post(f"/c/amber/reports/{report.pk}/", {"state": state})
    report.refresh_from_db()
    assert report.state == stored
    assert (report.answered_by == editor) == (stored in ("accepted", "declined"))


def test_a_volunteer_cannot_answer_a_report(report: ReaderReport, volunteer: User, client: Client) -> None:
    client.force_login(volunteer)
    assert client.post(f"/c/amber/reports/{report.pk}/", {"state": "declined"}).status_code == 403
    report.refresh_from_db()
    assert report.state == ReaderReport.State.RECEIVED
