"""The map in other people's pages: a frame, oEmbed, the feed, the pictures below the places."""

import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation
from PIL import Image

from campaigns.models import Campaign
from detection.models import Place, Release
from detection.publication.services.publish_release import publish_release
from detection.publication.services.withdraw_place import withdraw_place
from tests.factories_detection import confirm, make_detection, make_run

ATOM = "{http://www.w3.org/2005/Atom}"
OEMBED = "/api/v1/oembed/"
API = "/api/v1/campaigns/amber/releases/1"


@pytest.fixture
def release(campaign: Campaign, admin: User, editor: User, second_editor: User) -> Release:
    run = make_run(campaign)
    for area in (1.25, 2.5):
        confirm(make_detection(run, area_ha=area, files=True), editor, second_editor)
    return publish_release(campaign=campaign, run=run, published_by=admin, note="The first.")


def imported(module: Path) -> set[Path]:
    """An ES module and all that it imports, also through others."""
    found = {module}
    for name in re.findall(r'from "(\.[^"]+)"', module.read_text()):
        found |= imported((module.parent / name).resolve())
    return found


def test_the_page_names_every_module_of_the_map_so_that_they_load_at_once(
    release: Release, client: Client
) -> None:
    root = Path(settings.BASE_DIR) / "static"
    modules = imported(root / "js/controllers/public_map.js") | imported(root / "js/map/vector_worker.js")
    page = client.get("/c/amber/map/").content.decode()
    named = set(re.findall(r'rel="modulepreload" href="/static/([^"]+)"', page))
    assert named == {str(module.relative_to(root)) for module in modules}


def test_only_the_map_for_frames_may_be_framed(release: Release, client: Client) -> None:
    frame, page = client.get("/c/amber/map/embed/"), client.get("/c/amber/map/")
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert 'class="site-header"' not in frame.content.decode()


def test_without_a_release_there_is_no_frame(campaign: Campaign, client: Client) -> None:
    assert client.get("/c/amber/map/embed/").status_code == 404
    assert client.get(OEMBED, {"url": "http://testserver/c/amber/map/"}).status_code == 404


@pytest.mark.parametrize("path", ["/c/amber/map/", "/c/amber/map/embed/", "/c/amber/map/releases/1/"])
def test_oembed_gives_a_frame_of_the_size_that_fits(release: Release, client: Client, path: str) -> None:
    answer = client.get(OEMBED, {"url": f"http://testserver{path}", "maxwidth": 500}).json()
    assert (answer["type"], answer["version"], answer["width"], answer["height"]) == ("rich", "1.0", 500, 640)
    assert 'src="http://testserver/c/amber/map/embed/"' in answer["html"]


@pytest.mark.parametrize(
    "address",
    [
        "http://elsewhere.example/c/amber/map/",
        "http://testserver/c/amber/review/",
        "http://testserver/nowhere/",
        "http://testserver/c/none/map/",
    ],
)
def test_oembed_knows_no_other_address(release: Release, client: Client, address: str) -> None:
    assert client.get(OEMBED, {"url": address}).status_code == 404


def test_oembed_says_nothing_of_a_campaign_that_is_not_public(
    release: Release, campaign: Campaign, client: Client
) -> None:
    Campaign.objects.update(is_public=False)
    assert client.get(OEMBED, {"url": "http://testserver/c/amber/map/"}).status_code == 404


def test_a_name_with_quotes_does_not_break_the_frame(release: Release, client: Client) -> None:
    with translation.override("en"):
        Campaign.objects.update(name_en='Amber "<script>"')
    html = client.get(OEMBED, {"url": "http://testserver/c/amber/map/"}).json()["html"]
    assert "<script>" not in html


def test_the_feed_has_releases_and_corrections_newest_first(
    release: Release, admin: User, client: Client
) -> None:
    withdraw_place(place=Place.objects.get(number=2), withdrawn_by=admin, reason="A clear-cut, not a mine")
    answer = client.get("/c/amber/map/feed/")
    assert answer["Content-Type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314 - our own answer
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Place 2 is withdrawn", "Release 1"]
    assert entries[0].findtext(f"{ATOM}summary") == "A clear-cut, not a mine"
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2
    assert admin.username not in answer.content.decode()


def test_a_place_as_the_release_shows_it(release: Release, admin: User, client: Client) -> None:
    answer = client.get(f"{API}/places/2/").json()
    assert (answer["place"], answer["area_ha"], answer["confirmed_by"]) == (
        2,
        release.places.get(number=2).area_ha,
        2,
    )
    withdraw_place(place=Place.objects.get(number=2), withdrawn_by=admin, reason="Wrong")
    assert client.get(f"{API}/places/2/").status_code == 404


def test_pictures_are_public_only_where_the_terms_allow_and_a_place_lies(
    release: Release, admin: User, client: Client
) -> None:
    result = release.places.get(number=2).detection.tile_result
    address = f"{API}/pictures/{result.z}/{result.x}/{result.y}"
    source = release.run.source
    source.may_publish_pictures = False
    source.save()
    assert client.get(address).status_code == 404
    assert client.get(f"{API}/places/2/").json()["picture"] is None
    source.may_publish_pictures = True
    source.save()
    shown = client.get(address)
    assert shown["Content-Type"] in ("image/webp", "image/jpeg")
    elsewhere = client.get(f"{API}/pictures/{result.z}/{result.x + 9}/{result.y}")
    with Image.open(io.BytesIO(elsewhere.content)) as nothing:
        assert nothing.convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]  # a tuple in RGBA
    withdraw_place(place=Place.objects.get(number=2), withdrawn_by=admin, reason="Wrong")
    assert client.get(address)["Content-Type"] == "image/png"
