"""A published place that proves wrong is gone at once, from every address and in every format."""

import hashlib
import json

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.test import Client
from django.test.client import MULTIPART_CONTENT

from campaigns.models import Campaign
from detection.models import DetectionRun, Place, ReaderReport, Release
from detection.publication.errors import NothingNew, NotPublished
from detection.publication.services.publish_release import publish_release
from detection.publication.services.withdraw_place import withdraw_place
from detection.reports.services.answer_report import answer_report
from detection.reports.services.send_report import send_report
from detection.review.queue import waiting_for
from imagery.files import data_path
from tests.factories_detection import confirm, make_detection, make_run

MAP = "/c/amber/map/"
API = "/api/v1/campaigns/amber"


@pytest.fixture
def run(campaign: Campaign) -> DetectionRun:
    return make_run(campaign)


@pytest.fixture
def releases(run: DetectionRun, admin: User, editor: User, second_editor: User) -> list[Release]:
    """The first has two places, the second three."""
    for area in (1.25, 2.5):
        confirm(make_detection(run, area_ha=area), editor, second_editor)
    first = publish_release(campaign=run.campaign, run=run, published_by=admin)
    confirm(make_detection(run, area_ha=4), editor, second_editor)
    return [first, publish_release(campaign=run.campaign, run=run, published_by=admin)]


def withdraw(campaign: Campaign, number: int, admin: User) -> None:
    place = Place.objects.get(campaign=campaign, number=number)
    withdraw_place(place=place, withdrawn_by=admin, reason="A clear-cut, not a mine")


def where(release: Release, number: int) -> str:
    """Coordinates as they are published, which lead to the place."""
    place = release.places.get(number=number)
    return f"{place.lat:.5f}, {place.lng:.5f}"


def test_it_is_gone_from_every_address_and_format(
    releases: list[Release], campaign: Campaign, admin: User, client: Client
) -> None:
    gone, coordinates = 1, where(releases[0], 1)
    pages = [MAP, f"{MAP}?release=1", *(f"{MAP}releases/{n}/" for n in (1, 2)), f"{MAP}places/{gone}/"]
    files = [f"{API}/releases/{n}/detections.geojson" for n in (1, 2)]
    for address in pages:
        assert coordinates in client.get(address).content.decode()
    for address in files:
        assert gone in [feature["id"] for feature in json.loads(b"".join(client.get(address)))["features"]]
    withdraw(campaign, gone, admin)
    for address in [*pages, f"{API}/places/{gone}/", f"{API}/releases/", f"{API}/releases/1/"]:
        assert coordinates not in client.get(address).content.decode()
    for address in files:
        for coding in ("gzip", "identity"):
            document = client.get(address, headers={"accept-encoding": coding})
            assert "no-cache" in document["Cache-Control"]
        plain = b"".join(client.get(address))
        assert gone not in [feature["id"] for feature in json.loads(plain)["features"]]
    assert client.post(f"{MAP}report/", {"place": gone, "text": "?"}).status_code == 200


def test_totals_hash_and_record_follow(
    releases: list[Release], campaign: Campaign, admin: User, client: Client
) -> None:
    before = releases[0].sha256
    withdraw(campaign, 1, admin)
    release = Release.objects.get(number=1)
    assert (release.n_detections, release.card["places"]["count"]) == (1, 1)
    assert (
        release.area_ha
        == release.card["places"]["area_ha"]
        == sum(place.area_ha for place in release.shown_places)
    )
    assert hashlib.sha256(data_path(release.geojson).read_bytes()).hexdigest() == release.sha256
    assert release.card["as_published"] == {"sha256": before, "count": 2, "area_ha": 3.75}
    assert [one["place"] for one in release.card["withdrawn"]] == [1]
    withdraw(campaign, 2, admin)
    release.refresh_from_db()
    assert release.n_detections == 0
    assert release.card["as_published"]["sha256"] == before
    page = client.get(f"{MAP}releases/1/").content.decode()
    assert "2 places were withdrawn" in page


def test_its_address_keeps_a_tombstone_with_the_reason(
    releases: list[Release], campaign: Campaign, admin: User, client: Client
) -> None:
    withdraw(campaign, 2, admin)
    answer = client.get(f"{MAP}places/2/")
    assert answer.status_code == 410
    assert "A clear-cut, not a mine" in answer.content.decode()
    document = client.get(f"{API}/places/2/").json()
    assert document["withdrawn"]["reason"] == "A clear-cut, not a mine"
    assert document["shown"] is None
    assert [one["number"] for one in document["releases"]] == [2, 1]


def test_it_comes_back_only_after_it_was_reviewed_anew(
    releases: list[Release], run: DetectionRun, admin: User, editor: User, second_editor: User, client: Client
) -> None:
    withdraw(run.campaign, 1, admin)
    third = publish_release(campaign=run.campaign, run=run, published_by=admin)
    assert sorted(third.places.values_list("number", flat=True)) == [2, 3]
    again = waiting_for(editor, run).get()
    assert again.place.number == 1
    confirm(again, editor)
    with pytest.raises(NothingNew):
        publish_release(campaign=run.campaign, run=run, published_by=admin)
    confirm(again, second_editor)
    fourth = publish_release(campaign=run.campaign, run=run, published_by=admin)
    assert sorted(fourth.places.values_list("number", flat=True)) == [1, 2, 3]
    assert client.get(f"{MAP}places/1/").status_code == 200
    # Where it was withdrawn, it stays withdrawn.
    assert Release.objects.get(number=1).n_detections == 1


def test_a_place_that_no_release_shows_cannot_be_withdrawn(
    releases: list[Release], campaign: Campaign, admin: User
) -> None:
    withdraw(campaign, 1, admin)
    with pytest.raises(NotPublished):
        withdraw(campaign, 1, admin)


@pytest.mark.parametrize("address", [f"{MAP}places/1/withdraw/", f"{API}/places/1/withdraw/"])
def test_admins_withdraw_from_the_page_and_by_the_api(
    releases: list[Release], client: Client, admin: User, editor: User, address: str
) -> None:
    client.force_login(editor)
    assert client.post(address, {"reason": "Mine"}).status_code == 403
    client.force_login(admin)
    kind = "application/json" if address.startswith("/api/") else MULTIPART_CONTENT
    client.post(address, {"reason": ""}, content_type=kind)
    assert Release.objects.get(number=1).n_detections == 2
    assert client.post(address, {"reason": "A clear-cut"}, content_type=kind).status_code in (200, 302)
    assert Release.objects.get(number=1).n_detections == 1


def test_a_place_keeps_its_address_through_releases(releases: list[Release], client: Client) -> None:
    page = client.get(f"{MAP}places/1/").content.decode()
    assert f"{MAP}releases/1/" in page and f"{MAP}releases/2/" in page
    facts = client.get(f"{API}/places/1/").json()["shown"]
    assert facts["model"]["training_set_sha256"] == releases[1].run.model_version.training_set_sha256
    assert facts["confirmed_by"] == 2
    assert client.get(f"{MAP}places/99/").status_code == client.get(f"{API}/places/99/").status_code == 404


def test_an_accepted_report_holds_the_place_back(
    releases: list[Release], run: DetectionRun, admin: User, editor: User
) -> None:
    place = releases[1].places.get(number=3)
    report = send_report(release=releases[1], text="A pond", lng=place.lng, lat=place.lat, place=place)
    answer_report(report=report, editor=editor, state=ReaderReport.State.ACCEPTED)
    release = publish_release(campaign=run.campaign, run=run, published_by=admin)
    assert sorted(release.places.values_list("number", flat=True)) == [1, 2]


def test_an_empty_release_replaces_one_that_was_wrong(
    releases: list[Release], run: DetectionRun, admin: User, client: Client
) -> None:
    for number in (1, 2, 3):
        withdraw(run.campaign, number, admin)
    release = publish_release(campaign=run.campaign, run=run, published_by=admin)
    assert release.n_detections == 0
    for address in (MAP, f"{MAP}releases/3/"):
        assert client.get(address).status_code == 200
    with pytest.raises(NothingNew):
        publish_release(campaign=run.campaign, run=run, published_by=admin)


@pytest.mark.parametrize("number", [0, 1])
def test_one_person_alone_never_publishes(campaign: Campaign, number: int) -> None:
    with pytest.raises(IntegrityError):
        Campaign.objects.filter(pk=campaign.pk).update(confirmations_to_publish=number)
