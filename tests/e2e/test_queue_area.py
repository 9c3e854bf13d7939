"""An area to ask about first is drawn over the region and the tiles of the queue."""

import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from campaigns.models import Campaign, Job
from labeling.queueing.requested_tiles import read_requested_tiles
from labeling.queueing.tasks import fill_queue
from ml.tiles import Tile
from tests.e2e.conftest import OpenPage
from tests.factories import HOME_TILE, box_around
from tests.factories_labeling import make_label_tile

Address = Callable[[str], str]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The jobs that were handed to workers."""
    jobs: list[int] = []
    monkeypatch.setattr(fill_queue, "apply_async", lambda args: jobs.append(args[0]))
    return jobs


def open_queue(open_page: OpenPage, address: Address, user: User, **options: int) -> Page:
    page = open_page(user=user, **({"height": 1000} | options))
    page.goto(address("/c/amber/queue/"))
    page.locator(".map--drawing").evaluate("map => map.scrollIntoView({block: 'center'})")
    return page


def at(page: Page, across: float, down: float) -> tuple[float, float]:
    box = page.locator(".map--drawing").bounding_box()
    assert box
    return box["x"] + box["width"] * across, box["y"] + box["height"] * down


def test_an_area_is_drawn_counted_and_moved_to_the_front(
    open_page: OpenPage, address: Address, campaign: Campaign, editor: User, started: list[int]
) -> None:
    make_label_tile(campaign, 0)
    make_label_tile(campaign, 1, is_done=True)
    west, east = (box_around(Tile(16, HOME_TILE.x + step, HOME_TILE.y)) for step in (-3, 3))
    campaign.region = {"type": "MultiPolygon", "coordinates": [west["coordinates"], east["coordinates"]]}
    campaign.save()
    page = open_queue(open_page, address, editor)
    page.get_by_role("button", name="Rectangle", exact=True).click()
    for across, down in ((0.3, 0.3), (0.7, 0.7)):
        page.mouse.move(*at(page, across, down), steps=4)
        page.mouse.click(*at(page, across, down))
    words = page.locator("[data-queue-area-target=words]")
    expect(words).to_contain_text("1 already in the queue, 1 already labelled")
    area = page.locator("#places").input_value()
    tiles = read_requested_tiles(area, campaign)
    expect(words).to_contain_text(f"{len(tiles)} tiles")
    page.get_by_role("button", name="Move to front").click()
    expect(page.get_by_text("will be served first")).to_be_visible()
    job = Job.objects.get()
    assert started == [job.pk]
    assert job.result["tiles"] == [[tile.x, tile.y] for tile in tiles]


def test_text_is_still_taken_and_counted(
    open_page: OpenPage, address: Address, campaign: Campaign, editor: User, started: list[int]
) -> None:
    page = open_queue(open_page, address, editor, width=360)
    page.get_by_text("Give the area or the tiles as text").click()
    page.locator("#places").fill(f"{HOME_TILE}\n{HOME_TILE.quadkey}")
    expect(page.locator("[data-queue-area-target=words]")).to_have_text("1 tile")
    page.locator("#places").fill(json.dumps({"type": "Polygon", "coordinates": [[[388000, 5672000]]]}))
    expect(page.locator("#places-error")).to_contain_text("look like metres")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
