"""The public map, its releases, the publishing page and readers' reports."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign
from detection.models import DetectionRun, Release, ReleaseRequest, Review
from detection.publication.services.publish_release import publish_release
from detection.publication.tasks import publish
from detection.review.services.record_review import record_review
from tests.factories_detection import confirm, make_detection, make_run

MAP, ABOUT, REPORT, RELEASES = (
    "/c/amber/map/",
    "/c/amber/map/releases/1/",
    "/c/amber/map/report/",
    "/c/amber/releases/",
)


@pytest.fixture
def run(campaign: Campaign) -> DetectionRun:
    return make_run(campaign)


@pytest.fixture
def release(run: DetectionRun, editor: User, second_editor: User, admin: User) -> Release:
    for span in ((date(2018, 4, 3), date(2018, 4, 20)), (None, None)):
        confirm(make_detection(run, captured=span, area_ha=1.25), editor, second_editor)
    return publish_release(campaign=run.campaign, run=run, published_by=admin, note="First look")


@pytest.mark.parametrize("address", [MAP, ABOUT, REPORT])
def test_readers_need_no_account(release: Release, client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", [MAP, ABOUT, REPORT])
@pytest.mark.parametrize(("who", "status"), [("editor", 200), ("volunteer", 404), ("", 404)])
def test_a_closed_campaign_shows_readers_nothing(
    request: pytest.FixtureRequest, release: Release, client: Client, address: str, who: str, status: int
) -> None:
    Campaign.objects.update(is_public=False)
    if who:
        client.force_login(request.getfixturevalue(who))
    assert client.get(address).status_code == status


def test_the_map_says_when_nothing_is_published(campaign: Campaign, client: Client) -> None:
    answer = client.get(MAP)
    assert answer.status_code == 200
    assert "Nothing is published yet" in answer.content.decode()
    assert client.get(ABOUT).status_code == 404


def test_the_list_of_places_needs_no_javascript(release: Release, client: Client) -> None:
    page = client.get(MAP).content.decode()
    assert 'data-public-map-place-param="2"' in page
    assert "3 Apr 2018 – 20 Apr 2018" in page
    assert "date unknown: year uncertain" in page
    assert "Not searched" in page


def test_an_older_release_stays_readable(
    release: Release, run: DetectionRun, admin: User, client: Client
) -> None:
    record_review(
        detection=release.places.get(number=1).detection, editor=admin, decision=Review.Decision.REJECTED
    )
    publish_release(campaign=run.campaign, run=run, published_by=admin)
    newest = client.get(MAP).content.decode()
    # The other place keeps its number, so that what was written about it stays true.
    assert 'data-public-map-place-param="2"' in newest and 'data-public-map-place-param="1"' not in newest
    older = client.get(f"{MAP}?release=1").content.decode()
    assert 'data-public-map-place-param="1"' in older
    assert "This is an older release." in older
    assert client.get(f"{MAP}?release=9").status_code == 404


def test_the_release_page_shows_the_evidence(release: Release, client: Client) -> None:
    page = client.get(ABOUT).content.decode()
    for evidence in (release.sha256, release.run.model_version.training_set_sha256, "First look", "0.710"):
        assert evidence in page


@pytest.mark.parametrize(
    ("who", "status"), [("admin", 200), ("editor", 403), ("volunteer", 403), ("outsider", 403), ("", 302)]
)
def test_only_admins_open_the_publishing_page(
    request: pytest.FixtureRequest, release: Release, client: Client, who: str, status: int
) -> None:
    if who:
        client.force_login(request.getfixturevalue(who))
    assert client.get(RELEASES).status_code == status
    posted = client.post(RELEASES, {"note": "again"})
    assert posted.status_code == status
    assert Release.objects.count() == 1


def test_an_admin_publishes_from_the_page(
    run: DetectionRun, admin: User, editor: User, second_editor: User, client: Client
) -> None:
    client.force_login(admin)
    detection = confirm(make_detection(run), editor)
    assert "1 finding that needs another editor" in client.get(RELEASES).content.decode()
    refused = client.post(RELEASES, {"run": "1"}).content.decode()
    assert "No finding has been confirmed by 2 editors yet" in refused
    confirm(detection, second_editor)
    assert client.post(RELEASES, {"run": "1", "note": "Spring"}).status_code == 302
    assert "Waiting for a worker" in client.get(RELEASES).content.decode()
    publish(ReleaseRequest.objects.get().pk)
    assert "Release 1 is public." in client.get(RELEASES).content.decode()
    assert (Release.objects.get().n_detections, Release.objects.get().note) == (1, "Spring")
