"""The publication API: readers of public campaigns read, only admins publish."""

import gzip
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign
from detection.models import Detection, DetectionRun, Release, ReleaseRequest
from detection.publication.services.publish_release import publish_release
from tests.factories_detection import confirm, make_detection, make_run

BASE = "/api/v1/campaigns/amber/releases/"
READS = [BASE, f"{BASE}1/", f"{BASE}1/detections.geojson", f"{BASE}1/coverage.geojson"]


@pytest.fixture
def confirmed(campaign: Campaign, editor: User, second_editor: User) -> Detection:
    return confirm(make_detection(make_run(campaign)), editor, second_editor)


@pytest.fixture
def release(confirmed: Detection, admin: User) -> Release:
    return publish_release(campaign=confirmed.run.campaign, run=confirmed.run, published_by=admin)


def publish(client: Client, **fields: Any) -> Any:
    return client.post(BASE, fields, content_type="application/json")


@pytest.mark.parametrize("address", READS)
def test_readers_need_no_account(release: Release, client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", READS)
@pytest.mark.parametrize(
    ("who", "status"), [("admin", 200), ("editor", 200), ("volunteer", 404), ("outsider", 404), ("", 404)]
)
def test_a_closed_campaign_does_not_exist_for_readers(
    request: pytest.FixtureRequest, release: Release, client: Client, address: str, who: str, status: int
) -> None:
    Campaign.objects.update(is_public=False)
    if who:
        client.force_login(request.getfixturevalue(who))
    assert client.get(address).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("admin", 202), ("editor", 403), ("volunteer", 403), ("outsider", 403), ("", 403)]
)
def test_only_admins_publish(
    request: pytest.FixtureRequest, confirmed: Detection, client: Client, who: str, status: int
) -> None:
    if who:
        client.force_login(request.getfixturevalue(who))
    assert publish(client, note="First").status_code == status
    assert ReleaseRequest.objects.count() == (status == 202)


def test_publishing_an_unconfirmed_finding_is_refused_with_the_reason(
    campaign: Campaign, admin: User, client: Client
) -> None:
    make_detection(make_run(campaign))
    client.force_login(admin)
    answer = publish(client)
    assert answer.status_code == 409
    assert "2 editors" in answer.json()["detail"]


def test_a_campaign_without_a_search_has_nothing_to_publish(
    campaign: Campaign, admin: User, client: Client
) -> None:
    client.force_login(admin)
    assert publish(client).status_code == 409
    assert publish(client, run=7).status_code == 404


def test_the_download_is_a_cacheable_attachment(release: Release, client: Client) -> None:
    answer = client.get(f"{BASE}1/detections.geojson")
    assert answer["Content-Type"] == "application/geo+json"
    assert answer["Content-Disposition"] == 'attachment; filename="amber-release-1.geojson"'
    assert answer["Cache-Control"].startswith("public")
    assert answer["ETag"] == f'"{release.sha256}"'
    again = client.get(f"{BASE}1/detections.geojson", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_the_download_is_compressed_on_request(release: Release, client: Client) -> None:
    answer = client.get(f"{BASE}1/detections.geojson", headers={"Accept-Encoding": "gzip, br"})
    assert answer["Content-Encoding"] == "gzip"
    assert answer["ETag"] != f'"{release.sha256}"'
    document = json.loads(gzip.decompress(b"".join(answer.streaming_content)))
    assert len(document["features"]) == 1


def test_the_card_shows_where_the_numbers_come_from(release: Release, client: Client) -> None:
    card = client.get(f"{BASE}1/").json()["card"]
    assert card["run"]["min_positive_superpixels"] == 3
    assert card["model"]["training_set_sha256"] == release.run.model_version.training_set_sha256


def test_releases_of_other_campaigns_stay_apart(release: Release, client: Client) -> None:
    assert client.get("/api/v1/campaigns/nowhere/releases/").status_code == 404
    assert client.get(f"{BASE}2/").status_code == 404
    assert DetectionRun.objects.count() == 1
