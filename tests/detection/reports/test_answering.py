"""What an editor's answer does."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign
from detection.models import Detection, ReaderReport, Release
from detection.reports.services.answer_report import answer_report
from labeling.models import KnowledgeFile, KnownPlace
from tests.factories_detection import confirm
from tests.factories_reports import make_report

QUEUE = "/c/amber/reports/"


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def answer(desk: Client, report: ReaderReport, state: str, **given: str) -> str:
    page = desk.post(f"{QUEUE}{report.pk}/", {"state": state, **given}, follow=True).content.decode()
    report.refresh_from_db()
    return page


def test_the_queue_shows_open_reports_first_with_text_and_contact(
    release: Release, desk: Client, editor: User
) -> None:
    answered, opened = make_report(release, 1, text="An old one"), make_report(release, 2, text="A new one")
    make_report(release, contact="+380 44 000 00 00", text="The newest")
    answer(desk, answered, "declined")
    answer(desk, opened, "looking")
    page = desk.get(QUEUE).content.decode()
    order = [page.index(text) for text in ("The newest", "A new one", "An old one")]
    assert order == sorted(order)
    assert "+380 44 000 00 00" in page and "2 reports are open." in page


def test_an_accepted_report_voids_the_decisions_and_a_declined_one_does_not(
    release: Release, desk: Client
) -> None:
    wrong, fine = make_report(release, 1), make_report(release, 2)
    answer(desk, wrong, "accepted", public_answer=" A pond ")
    answer(desk, fine, "declined")
    states = dict(Detection.objects.values_list("place__number", "review_state"))
    assert states == {1: "unreviewed", 2: "confirmed"}
    assert (wrong.public_answer, wrong.text_is_public) == ("A pond", False)


def test_a_missed_place_is_kept_as_a_known_one_until_the_report_is_opened_again(
    release: Release, desk: Client, campaign: Campaign
) -> None:
    report = make_report(release, text="Pits behind the church")
    answer(desk, report, "accepted")
    place = KnownPlace.objects.get(campaign=campaign)
    assert place.geometry == {"type": "Point", "coordinates": [27.5, 51.3]}
    assert (place.answer, place.note) == ("positive", "Pits behind the church")
    answer(desk, report, "accepted", public_answer="Said again")
    assert KnownPlace.objects.count() == 1
    answer(desk, report, "received")
    assert not KnownPlace.objects.exists()


def test_a_missed_place_that_was_known_from_a_file_stays(
    release: Release, desk: Client, campaign: Campaign
) -> None:
    first, second = make_report(release, text="One"), make_report(release, text="Two")
    answer(desk, first, "accepted")
    answer(desk, second, "accepted")
    assert second.known_place is None
    answer(desk, second, "declined")
    assert KnownPlace.objects.get().pk == first.known_place
    assert KnowledgeFile.objects.count() == 1


def test_readers_places_appear_among_the_first_labels(
    release: Release, desk: Client, admin: User, client: Client
) -> None:
    answer(desk, make_report(release), "accepted")
    client.force_login(admin)
    assert "Readers’ reports" in client.get("/c/amber/first-labels/").content.decode()
    assert client.get(reverse("api-known-places", args=["amber"])).status_code == 200


def test_accepting_twice_voids_once(release: Release, editor: User, second_editor: User, admin: User) -> None:
    report = make_report(release, 1)
    answer_report(report=report, editor=editor, state="accepted")
    detection = Detection.objects.get(place__number=1)
    confirm(detection, editor, second_editor)
    answer_report(report=report, editor=admin, state="accepted", public_answer="Mended words")
    detection.refresh_from_db()
    assert detection.review_state == "confirmed"
