"""The setup's last steps in a browser, with a real worker: what is known already, and the first event."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from django.contrib.auth.models import User
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from campaigns.models import Campaign
from campaigns.roles import Role
from labeling.models import Answer, Event, GoldAnswer, GoldCrop, KnownPlace, LabelTile, PlaceOnTile
from ml.tiles import Tile
from tests.detection.drawn_tiles import make_mined_campaign
from tests.e2e.conftest import OpenPage
from tests.e2e.test_whole_journey import worker as worker
from tests.factories import make_member

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
Address = Callable[[str], str]
PATIENCE_MS = 60_000


@pytest.fixture
def ground(transactional_db: None) -> Campaign:
    """Four tiles with pictures, the second and the third mined; nothing is queued."""
    return make_mined_campaign(4, mining=[1, 2], votes_to_agree=1)


@pytest.fixture
def anna(ground: Campaign) -> User:
    return make_member("anna", ground, Role.ADMIN)


def places_file(campaign: Campaign, folder: Path) -> Path:
    """An outline over most of one tile, and a point in another that is no mine."""
    stored = campaign.source.tiles.order_by("x")
    mined, clear = (Tile(one.z, one.x, one.y).bounds for one in (stored[1], stored[3]))
    ring = [
        [mined.west, mined.south],
        [mined.east, mined.south],
        [mined.east, mined.north],
        [mined.west, mined.north],
        [mined.west, mined.south],
    ]
    middle = [(clear.west + clear.east) / 2, (clear.south + clear.north) / 2]
    features = [
        {
            "type": "Feature",
            "properties": {"name": "East pit", "answer": "yes"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        },
        {
            "type": "Feature",
            "properties": {"name": "Old field", "answer": "no"},
            "geometry": {"type": "Point", "coordinates": middle},
        },
    ]
    path = folder / "survey.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def crops_file(folder: Path) -> Path:
    path = folder / "crops.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(6):
            pixels = np.random.default_rng(number).integers(0, 255, (24, 24, 3), dtype=np.uint8)
            buffer = io.BytesIO()
            Image.fromarray(pixels).save(buffer, "PNG")
            archive.writestr(f"set/{'AB'[number % 2]}/{number}.png", buffer.getvalue())
    return path


def is_loaded(picture: Locator) -> bool:
    picture.scroll_into_view_if_needed()
    loaded = "image => image.decode().then(() => image.naturalWidth > 0, () => false)"
    return bool(picture.evaluate(loaded))


def test_places_and_crops_come_in_and_the_first_event_opens(
    ground: Campaign, anna: User, worker: None, open_page: OpenPage, address: Address, tmp_path: Path
) -> None:
    page = open_page(user=anna, width=1280, height=900)
    page.goto(address("/c/ground/first-labels/"))
    bring_places(page, places_file(ground, tmp_path))
    bring_crops(page, crops_file(tmp_path))
    answer_a_known_place(page, address)
    open_the_event(page, address)
    label_the_first_tile(page)


def bring_places(page: Page, path: Path) -> None:
    section = page.get_by_role("region", name="Known places", exact=True)
    section.get_by_label("File of places").set_input_files(path)
    section.get_by_text("More about the file").click()
    section.get_by_label("How you know").fill("Survey of 2019")
    section.get_by_role("button", name="Read places").click()
    expect(section.get_by_text("2 places are new.")).to_be_visible(timeout=PATIENCE_MS)
    known = page.get_by_role("region", name="2 known places")
    expect(known.locator(".leaflet-overlay-pane canvas")).to_be_visible()
    pictures = known.locator(".thumb__picture")
    expect(pictures).to_have_count(2)
    assert all(is_loaded(pictures.nth(number)) for number in range(2))
    assert KnownPlace.objects.filter(file__source="Survey of 2019").count() == 2
    known.locator(".thumb").first.click()
    expect(page.locator(".larger__outlines")).to_have_attribute("d", re.compile(r"^M\d"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def bring_crops(page: Page, path: Path) -> None:
    section = page.get_by_role("region", name="A folder of crops")
    section.get_by_label("One ZIP with a folder for each class").set_input_files(path)
    section.get_by_role("button", name="Read crops").click()
    expect(page.get_by_role("heading", name="Which is which in “crops.zip”?")).to_be_visible(
        timeout=PATIENCE_MS
    )
    page.get_by_label("set/A (3)").select_option("Mining")
    page.get_by_label("set/B (3)").select_option("Not mining")
    page.get_by_role("button", name="Read the file").click()
    said = "3 crops of “Mining” and 3 of “Not mining” are new."
    expect(section.get_by_text(said)).to_be_visible(timeout=PATIENCE_MS)
    assert GoldCrop.objects.filter(answer=Answer.POSITIVE).count() == 3


def answer_a_known_place(page: Page, address: Address) -> None:
    page.get_by_role("link", name="Answer them as an expert").click()
    expect(page.get_by_role("heading", name="Known places: 0 of 2 answered")).to_be_visible()
    tile = PlaceOnTile.objects.get(place__name="East pit").label_tile_id
    page.goto(address(f"/c/ground/expert/?tile={tile}"))
    first = page.locator(".question").first
    expect(first.locator(".question__proposal")).to_contain_text("East pit covers")
    first.get_by_role("button", name="Yes").click()
    page.get_by_role("link", name="Back to all that waits").click()
    expect(page.get_by_role("heading", name="Known places: 1 of 2 answered")).to_be_visible()
    assert GoldAnswer.objects.get().answer == Answer.POSITIVE


def open_the_event(page: Page, address: Address) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address("/c/ground/ready/"))
    page.get_by_label("Name of the event").fill("Mapping day")
    page.get_by_label("Goal, in tiles (optional)").fill("4")
    page.get_by_role("button", name="Start the event").click()
    event = Event.objects.get()
    expect(page.get_by_text(event.code, exact=True)).to_be_visible()
    assert is_loaded(page.locator(".sheet .qr"))
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == address(event.get_absolute_url())
    page.emulate_media(media="print")
    expect(page.get_by_text("What comes next")).to_be_hidden()
    expect(page.locator(".sheet .qr")).to_be_visible()
    page.emulate_media(media="screen")


def label_the_first_tile(page: Page) -> None:
    page.get_by_role("link", name="Label the first tile yourself").click()
    expect(page.locator(".part").first).to_be_visible()
    assert LabelTile.objects.count() >= 2


@pytest.mark.parametrize("path", ["first-labels", "ready", "queue", "expert", "volunteers"])
def test_nothing_sticks_out_on_a_phone_in_either_language(
    ground: Campaign, anna: User, open_page: OpenPage, address: Address, path: str
) -> None:
    for locale in ("en-GB", "uk-UA"):
        page = open_page(user=anna, width=360, height=740, touch=True, locale=locale)
        answer = page.goto(address(f"/c/ground/{path}/"))
        assert answer is not None and answer.ok
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_a_script_everything_is_still_there(
    ground: Campaign, anna: User, open_page: OpenPage, address: Address
) -> None:
    page = open_page(user=anna)
    page.route("**/*.js", lambda route: route.abort())
    page.goto(address("/c/ground/ready/"))
    page.get_by_label("Name of the event").fill("Mapping day")
    page.get_by_role("button", name="Start the event").click()
    expect(page.get_by_text(Event.objects.get().code, exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Print a sheet")).to_be_hidden()
