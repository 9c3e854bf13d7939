"""Places are counted by the districts that an admin uploaded."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from campaigns.models import Campaign
from detection.models import Release
from detection.publication.districts.lookup import DistrictLookup
from detection.publication.districts.reading import read_districts
from detection.publication.errors import InvalidDistricts, NothingNew
from detection.publication.services.publish_release import publish_release
from tests.factories_detection import confirm, make_detection, make_run

PAGE = "/c/amber/districts/"


def box(name: str | None, west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


def packed(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def upload(client: Client, content: bytes) -> Any:
    file = SimpleUploadedFile("districts.geojson", content)
    return client.post(PAGE, {"file": file}, follow=True)


@pytest.fixture
def release(campaign: Campaign, admin: User, editor: User, second_editor: User, client: Client) -> Release:
    run = make_run(campaign)
    for area in (1.25, 2.5, 4):
        confirm(make_detection(run, area_ha=area), editor, second_editor)
    client.force_login(admin)
    return publish_release(campaign=campaign, run=run, published_by=admin)


def halves(release: Release) -> bytes:
    """The westernmost place in one district, the next in another, the easternmost in none."""
    lngs = sorted(place.lng for place in release.places.all())
    cuts = [lngs[0] - 1, (lngs[0] + lngs[1]) / 2, (lngs[1] + lngs[2]) / 2]
    return packed(box("West", cuts[0], -80, cuts[1], 80), box("Middle", cuts[1], -80, cuts[2], 80))


def test_the_sums_of_the_districts_are_those_of_the_release(
    release: Release, campaign: Campaign, admin: User, client: Client
) -> None:
    page = upload(client, halves(release))
    assert "2 districts are stored." in page.content.decode()
    second = publish_release(campaign=campaign, run=release.run, published_by=admin)
    rows = second.card["places"]["districts"]
    assert {row["name"] for row in rows} == {"West", "Middle", ""}
    assert rows[-1]["name"] == ""
    assert sum(row["count"] for row in rows) == second.card["places"]["count"] == 3
    assert sum(row["area_ha"] for row in rows) == pytest.approx(second.area_ha)
    for row in rows:
        assert sum(year["area_ha"] for year in row["years"]) == pytest.approx(row["area_ha"])
    html = client.get("/c/amber/map/").content.decode()
    assert "Outside all districts" in html
    assert "Outside all districts" not in client.get("/c/amber/map/?release=1").content.decode()


def test_new_boundaries_are_news_and_the_same_are_not(
    release: Release, campaign: Campaign, admin: User, client: Client
) -> None:
    upload(client, halves(release))
    publish_release(campaign=campaign, run=release.run, published_by=admin)
    upload(client, halves(release))
    with pytest.raises(NothingNew):
        publish_release(campaign=campaign, run=release.run, published_by=admin)
    client.post(PAGE, {"remove": "1"})
    third = publish_release(campaign=campaign, run=release.run, published_by=admin)
    assert third.card["places"]["districts"] == []


def test_a_place_on_a_border_counts_once(campaign: Campaign, admin: User, client: Client) -> None:
    client.force_login(admin)
    upload(client, packed(box("B", 0, 0, 1, 1), box("A", 1, 0, 2, 1)))
    assert DistrictLookup(campaign).names_at([(1, 0.5), (0.5, 0.5), (5, 5)]) == ["A", "B", ""]


def test_parts_with_one_name_are_one_district() -> None:
    found = read_districts(packed(box("Isles", 0, 0, 1, 1), box("Isles", 3, 3, 4, 4)))
    assert list(found) == ["Isles"]
    assert found["Isles"].area == pytest.approx(2)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b"{", "JSON"),
        (b"[1]", "FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": []}', "FeatureCollection"),
        (packed(box(None, 0, 0, 1, 1)), "Feature 1 has no name"),
        (packed(box("A", 0, 0, 1, 1), box(" ", 0, 0, 1, 1)), "Feature 2 has no name"),
        (packed({"type": "Feature", "properties": {"name": "A"}, "geometry": None}), "Feature 1"),
        (packed(box("A", 0, 0, 1, 1) | {"geometry": {"type": "Point", "coordinates": [1, 2]}}), "Feature 1"),
        (packed(*(box(f"D{n}", 0, 0, 1, 1) for n in range(2001))), "2001 districts"),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason_and_changes_nothing(
    campaign: Campaign, admin: User, client: Client, content: bytes, words: str
) -> None:
    client.force_login(admin)
    upload(client, packed(box("Kept", 0, 0, 1, 1)))
    with pytest.raises(InvalidDistricts, match=words):
        read_districts(content)
    assert upload(client, content).status_code == 200
    assert [one.name for one in campaign.districts.all()] == ["Kept"]
