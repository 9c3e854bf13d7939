"""On the labelling page, parts without imagery are hatched and neither tapped nor reached."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from campaigns.models import Campaign
from imagery.files import write_atomically
from imagery.models import ImagerySource, Tile
from imagery.services.expire_pictures import expire_pictures
from labeling.models import LabelTile, Vote
from tests.e2e.conftest import OpenPage
from tests.e2e.test_labeling import all_sent, next_tile, part
from tests.factories import make_campaign
from tests.factories_labeling import grid_picture, make_event, make_label_tile, take_data

Address = Callable[[str], str]
EMPTY, SHOWN = [1, 4], [2, 3, 5, 6]


def blacken_west(tile: LabelTile) -> None:
    with Image.open(io.BytesIO(grid_picture(0))) as picture:
        pixels = np.asarray(picture).copy()
    pixels[:, :400] = 0
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=90)
    write_atomically(tile.tile.picture, buffer.getvalue())


@pytest.fixture
def hall(transactional_db: None) -> Campaign:
    """A tile of which the west is missing, and a whole one."""
    campaign = make_campaign()
    ImagerySource.objects.update(attribution="© Drawn for tests")
    tile = make_label_tile(campaign)
    blacken_west(tile)
    take_data(tile, *EMPTY)
    make_label_tile(campaign, 1)
    make_event(campaign, code="ABC234")
    return campaign


def join(page: Page, address: Address, n_parts: int) -> None:
    page.goto(address("/join/ABC234/"))
    page.get_by_role("button", name="Start labelling").click()
    expect(page.locator(".part")).to_have_count(n_parts)


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1440, 900)])
def test_missing_parts_are_hatched_and_explained(
    hall: Campaign, open_page: OpenPage, address: Address, width: int, height: int
) -> None:
    page = open_page(width=width, height=height)
    join(page, address, len(SHOWN))
    expect(page.get_by_text("No imagery here: nothing to answer")).to_be_visible()
    expect(page.locator(".tile__without")).to_have_count(1)
    expect(page.get_by_text("© Drawn for tests")).to_be_visible()
    if folder := os.environ.get("LANDSCAR_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"label-half-black-{width}.png"))
    page.mouse.click(*part(1, page))
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    page.mouse.click(*part(2, page))
    expect(page.get_by_role("option", name="Part 1 of 4, upper centre: Mining")).to_be_visible()


def test_going_on_answers_only_what_can_be_seen(hall: Campaign, page: Page, address: Address) -> None:
    join(page, address, len(SHOWN))
    page.mouse.click(*part(2, page))
    next_tile(page)
    expect(page.locator(".part")).to_have_count(6)
    expect(page.get_by_text("No imagery here: nothing to answer")).to_be_hidden()
    all_sent(page)
    assert sorted(Vote.objects.values_list("superpixel", flat=True)) == SHOWN


def test_keys_move_between_the_parts_that_are_asked(hall: Campaign, page: Page, address: Address) -> None:
    join(page, address, len(SHOWN))
    for key in ("ArrowRight", "Home", "ArrowLeft", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
        focused = page.evaluate("document.activeElement.dataset.superpixel")
        assert int(focused) in SHOWN


def test_a_deleted_picture_is_told_from_a_broken_one(hall: Campaign, page: Page, address: Address) -> None:
    expire_pictures(tiles=[Tile.objects.order_by("pk")[0]])
    join(page, address, 6)
    expect(page.get_by_text("was deleted, as the terms of its source ask")).to_be_visible()
