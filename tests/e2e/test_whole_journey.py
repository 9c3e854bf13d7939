"""From the first tap to the public map: volunteer, admin, two editors, reader; with a real Celery worker."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from playwright.sync_api import Page, expect

from campaigns.models import Campaign
from campaigns.roles import Role
from detection.models import Review
from imagery.models import Tile
from imagery.services.segment_tile import ensure_segmentation
from labeling.models import LabelTile, Vote
from tests.detection.drawn_tiles import make_gold_crops, make_mined_campaign
from tests.e2e.conftest import OpenPage
from tests.factories import make_member
from tests.factories_labeling import make_event
from webapp.celery import app as celery_app
from webapp.settings.filesystem_broker import filesystem_broker

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
Address = Callable[[str], str]
ROOT = Path(__file__).parents[2]
MINED = [1, 2]
PATIENCE_MS = 120_000


@pytest.fixture
def worker() -> Iterator[None]:
    """A worker process on the tests' own database, over a broker in their folder."""
    url, options = filesystem_broker(Path(settings.DATA_ROOT) / "broker")
    with sending_to(url, options), running_worker():
        yield


@contextmanager
def sending_to(url: str, options: dict[str, object]) -> Iterator[None]:
    before = celery_app.conf.broker_url, celery_app.conf.broker_transport_options
    celery_app.conf.update(broker_url=url, broker_transport_options=options)
    celery_app.amqp._producer_pool = None
    celery_app.set_current()
    yield
    celery_app.conf.update(broker_url=before[0], broker_transport_options=before[1])
    celery_app.amqp._producer_pool = None


@contextmanager
def running_worker() -> Iterator[None]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "webapp.settings.demo",
        "LANDSCAR_DATA_ROOT": str(settings.DATA_ROOT),
        "LANDSCAR_DATABASE_URL": f"sqlite://{connection.settings_dict['NAME']}",
    }
    command = [sys.executable, "-m", "celery", "-A", "webapp", "worker", "-c", "1", "-l", "INFO"]
    with (Path(settings.DATA_ROOT) / "worker.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        yield
        process.terminate()
        process.wait(timeout=60)


@pytest.fixture
def ground(transactional_db: None) -> Campaign:
    """Four tiles with pictures, two of them mined; two are asked about, and experts' crops are at hand."""
    campaign = make_mined_campaign(4, mining=MINED, votes_to_agree=1)
    make_gold_crops(campaign)
    for tile in Tile.objects.order_by("x")[:2]:
        segmentation = ensure_segmentation(tile=tile, settings=campaign.segmentation)
        LabelTile.objects.create(campaign=campaign, tile=tile, segmentation=segmentation, priority=tile.x)
    make_event(campaign, code="ABC234")
    return campaign


def label_two_tiles(page: Page, address: Address) -> int:
    """Returns how many superpixels were tapped: those of the western half, where the first tile is mined."""
    page.goto(address("/join/ABC234/"))
    page.get_by_role("button", name="Start labelling").click()
    pass_tutorial(page)
    expect(page.locator(".part").first).to_be_visible()
    tapped = 0
    for x, y in middles_of_western_parts(page):
        page.mouse.click(x, y)
        tapped += 1
        expect(page.get_by_role("option", selected=True)).to_have_count(tapped)
    for _ in range(2):
        page.get_by_role("button", name="The rest is clear, next").click()
    expect(page.get_by_text("thank you", exact=False).first).to_be_visible()
    expect(page.locator("[data-label-target=waiting]")).to_be_hidden()
    return tapped


def pass_tutorial(page: Page) -> None:
    """The experts' crops make one; what is answered does not matter here."""
    for number in range(1, 7):
        expect(page.get_by_text(f"{number} of 6", exact=True)).to_be_visible()
        expect(page.get_by_text("Look at the whole picture. What is it?")).to_be_visible()
        page.get_by_role("button", name="Not mining").click()
        expect(page.locator(".verdict")).to_be_visible()
        page.locator("[data-tutorial-target=next]").click()
    page.get_by_role("link", name="Start labelling").click()


def middles_of_western_parts(page: Page) -> list[tuple[float, float]]:
    tile = page.locator(".tile").bounding_box()
    assert tile
    boxes = [part.bounding_box() for part in page.locator(".part").all()]
    middles = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes if box]
    return [(x, y) for x, y in middles if x < tile["x"] + tile["width"] * 0.48]


def retrain_and_search(page: Page, address: Address) -> None:
    page.goto(address("/c/ground/"))
    page.get_by_role("button", name="Train the first model").click()
    expect(page.get_by_text("v1", exact=True).first).to_be_visible(timeout=PATIENCE_MS)
    page.reload()
    page.get_by_role("link", name="Search the region").click()
    page.get_by_role("button", name="Look ahead").click()
    expect(page.get_by_text("Time, as measured")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Start the search").click()
    expect(page.locator('#coverage-1 rect[data-state="analysed"]')).to_have_attribute(
        "width", "100.00%", timeout=PATIENCE_MS
    )


def confirm_all(page: Page, address: Address, count: int) -> None:
    before = Review.objects.count()
    page.goto(address("/c/ground/review/"))
    for left in range(count, 0, -1):
        expect(page.locator("[data-review-target=list] .place")).to_have_count(left)
        page.keyboard.press("c")
    expect(page.locator("[data-review-target=list] .place")).to_have_count(0)
    wait_for_decisions(page, before + count)


def wait_for_decisions(page: Page, count: int) -> None:
    """The list is empty as soon as the last key is pressed, the decision stored a little later."""
    for _ in range(PATIENCE_MS // 100):
        if Review.objects.count() == count:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{Review.objects.count()} decisions are stored, not {count}")


def publish(page: Page, address: Address) -> None:
    page.goto(address("/c/ground/releases/"))
    page.get_by_role("button", name="Publish 2 places").click()
    expect(page.get_by_text("Release 1").first).to_be_visible()


def read(page: Page, address: Address) -> None:
    page.goto(address("/c/ground/map/"))
    expect(page.get_by_text("confirmed places")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_text("Download GeoJSON").click()
    features = json.loads(Path(download.value.path()).read_text())["features"]
    assert len(features) == len(MINED)
    assert all(feature["properties"]["area_ha"] > 0 for feature in features)


def test_a_tap_becomes_a_place_on_the_public_map(
    ground: Campaign, worker: None, open_page: OpenPage, address: Address
) -> None:
    admin = make_member("anna", ground, Role.ADMIN)
    editors: list[User] = [make_member(name, ground, Role.EDITOR) for name in ("emil", "edda")]
    tapped = label_two_tiles(open_page(width=360, height=740), address)
    assert Vote.objects.standing().filter(answer="positive", is_implied=False).count() == tapped > 2
    retrain_and_search(open_page(user=admin), address)
    for editor in editors:
        confirm_all(open_page(width=1440, height=900, user=editor), address, len(MINED))
    publish(open_page(user=admin), address)
    read(open_page(), address)
