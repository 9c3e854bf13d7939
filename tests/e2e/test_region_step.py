"""The region step in a browser: drawn with mouse, finger and keyboard, pasted, uploaded, checked at once."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely
import shapely.geometry
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django import Settings

from campaigns.models import Campaign, CampaignDraft
from campaigns.regions.tasks import read_region
from ml.tiles import tiles_in_geometry
from tests.e2e.conftest import OpenPage
from tests.factories import make_source

Address = Callable[[str], str]
HOME = {
    "type": "Polygon",
    "coordinates": [[[27.4, 51.2], [27.6, 51.2], [27.6, 51.4], [27.4, 51.4], [27.4, 51.2]]],
}


@pytest.fixture
def draft(admin: User) -> CampaignDraft:
    source = make_source(slug="extent", bounds=[27.0, 51.0, 28.0, 51.6])
    return CampaignDraft.objects.create(owner=admin, name="Amber", question="Is it?", source=source, zoom=14)


def open_step(open_page: OpenPage, address: Address, draft: CampaignDraft, **options: Any) -> Page:
    page = open_page(user=draft.owner, **({"height": 1000} | options))
    page.goto(address(f"/new/{draft.pk}/region/"))
    show_map(page)
    expect(page.locator(".leaflet-container")).to_be_visible()
    return page


def show_map(page: Page) -> None:
    page.locator(".map--drawing").evaluate("map => map.scrollIntoView({block: 'center'})")


def at(page: Page, across: float, down: float) -> tuple[float, float]:
    box = page.locator(".map--drawing").bounding_box()
    assert box
    return box["x"] + box["width"] * across, box["y"] + box["height"] * down


def drawn(page: Page) -> Any:
    return shapely.geometry.shape(json.loads(page.locator("#region-text").input_value()))


def tool(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def tiles_shown(page: Page) -> int:
    words = page.locator("[data-region-target=tiles]")
    expect(words).to_be_visible(timeout=20_000)
    return int("".join(letter for letter in words.inner_text() if letter.isdigit()))


def draw_rectangle(
    page: Page, first: tuple[float, float] = (0.3, 0.3), last: tuple[float, float] = (0.6, 0.6)
) -> None:
    tool(page, "Rectangle")
    page.mouse.click(*at(page, *first))
    page.mouse.move(*at(page, *last), steps=4)
    page.mouse.click(*at(page, *last))
    expect(page.get_by_role("button", name="Rectangle", exact=True)).to_have_attribute(
        "aria-pressed", "false"
    )


def test_a_rectangle_is_drawn_counted_and_saved(
    open_page: OpenPage, address: Address, draft: CampaignDraft
) -> None:
    page = open_step(open_page, address, draft)
    draw_rectangle(page)
    region = json.loads(page.locator("#region-text").input_value())
    assert tiles_shown(page) == sum(1 for _ in tiles_in_geometry(region, 14))
    expect(page.locator("[data-region-target=area]")).to_contain_text("km²")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(lambda url: "/region/" not in url)
    draft.refresh_from_db()
    assert shapely.geometry.shape(draft.region).equals_exact(drawn_of(region), 1e-6, normalize=True)
    assert 27.0 < shapely.geometry.shape(draft.region).centroid.x < 28.0


def drawn_of(region: Any) -> Any:
    shape = shapely.geometry.shape(region)
    return shape.geoms[0] if len(shape.geoms) == 1 else shape


def test_a_polygon_is_drawn_by_mouse_and_a_point_taken_back(
    open_page: OpenPage, address: Address, draft: CampaignDraft
) -> None:
    page = open_step(open_page, address, draft)
    tool(page, "Polygon")
    for across, down in ((0.3, 0.3), (0.6, 0.3), (0.9, 0.9), (0.6, 0.7)):
        page.mouse.move(*at(page, across, down), steps=3)
        page.mouse.click(*at(page, across, down))
        if (across, down) == (0.9, 0.9):
            page.get_by_role("button", name="Remove last point").click()
    page.get_by_role("button", name="Done").click()
    assert len(drawn(page).geoms[0].exterior.coords) == 4
    assert tiles_shown(page) > 0


def test_a_polygon_is_drawn_and_closed_by_finger(
    open_page: OpenPage, address: Address, draft: CampaignDraft
) -> None:
    page = open_step(open_page, address, draft, width=360, height=740, touch=True)
    page.get_by_role("button", name="Polygon", exact=True).tap()
    show_map(page)
    for across, down in ((0.3, 0.3), (0.7, 0.3), (0.7, 0.6), (0.3, 0.6), (0.3, 0.3)):
        page.touchscreen.tap(*at(page, across, down))
        page.wait_for_timeout(400)
    expect(page.get_by_role("button", name="Polygon", exact=True)).to_have_attribute("aria-pressed", "false")
    assert len(drawn(page).geoms[0].exterior.coords) == 5
    assert tiles_shown(page) > 0


def test_shapes_are_edited_moved_cut_deleted_and_restored(
    open_page: OpenPage, address: Address, draft: CampaignDraft
) -> None:
    draft.region = HOME
    draft.save()
    page = open_step(open_page, address, draft)
    before = drawn(page)
    tool(page, "Move points")
    corner = page.locator(".marker-icon:not(.marker-icon-middle)").first.bounding_box()
    assert corner
    page.mouse.move(corner["x"] + 9, corner["y"] + 9)
    page.mouse.down()
    page.mouse.move(corner["x"] - 60, corner["y"] - 40, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="Done").click()
    edited = drawn(page)
    assert edited.area != pytest.approx(before.area)
    tool(page, "Move")
    page.mouse.move(*at(page, 0.5, 0.5))
    page.mouse.down()
    page.mouse.move(*at(page, 0.6, 0.5), steps=5)
    page.mouse.up()
    page.get_by_role("button", name="Done").click()
    moved = drawn(page)
    assert moved.centroid.x > edited.centroid.x and moved.area == pytest.approx(edited.area, rel=0.02)
    tool(page, "Cut out")
    for across, down in ((0.5, 0.4), (0.65, 0.4), (0.65, 0.6)):
        page.mouse.move(*at(page, across, down), steps=3)
        page.mouse.click(*at(page, across, down))
    page.get_by_role("button", name="Done").click()
    cut = drawn(page)
    assert 0 < cut.area < moved.area * 0.99
    tool(page, "Delete")
    page.mouse.click(*at(page, 0.6, 0.3))
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#region-text")).to_have_value("")
    for wanted in (cut, moved, edited):
        tool(page, "Undo")
        assert drawn(page).area == pytest.approx(wanted.area)
    expect(page.locator("[data-region-target=tiles]")).to_be_visible()


def test_by_keyboard_alone_a_box_is_given_and_saved(
    open_page: OpenPage, address: Address, draft: CampaignDraft
) -> None:
    page = open_step(open_page, address, draft)
    page.get_by_text("Give a box in degrees").focus()
    page.keyboard.press("Enter")
    for value in ("27.4", "51.2", "27.6", "51.4"):
        page.keyboard.press("Tab")
        page.keyboard.type(value)
    page.keyboard.press("Enter")
    assert drawn(page).equals(shapely.MultiPolygon([shapely.box(27.4, 51.2, 27.6, 51.4)]))
    page.locator("#region-north").fill("50")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="four numbers")).to_be_visible()
    page.get_by_role("button", name="Save and go on").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/region/" not in url)
    draft.refresh_from_db()
    assert draft.region is not None


def test_a_crossing_outline_is_told_and_its_spot_marked(
    open_page: OpenPage, address: Address, draft: CampaignDraft
) -> None:
    page = open_step(open_page, address, draft)
    page.get_by_text("Paste GeoJSON").click()
    ring = [[27.2, 51.1], [27.6, 51.4], [27.6, 51.1], [27.2, 51.4], [27.2, 51.1]]
    page.locator("#region-text").fill(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    expect(page.get_by_text("crossed itself and was mended")).to_be_visible()
    expect(page.locator(".region-spot")).to_have_count(1)
    page.locator("#region-text").fill('{"type": "Point", "coordinates": [27, 51]}')
    expect(page.locator("#region-error")).to_contain_text("Draw an area")
    expect(page.locator(".region-spot")).to_have_count(0)
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator("#region-error")).to_contain_text("Draw an area")
    draft.refresh_from_db()
    assert draft.region is None


def test_a_file_is_read_shown_and_saved(
    open_page: OpenPage,
    address: Address,
    draft: CampaignDraft,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
) -> None:
    monkeypatch.setattr(read_region, "apply_async", lambda args: read_region(*args))
    page = open_step(open_page, address, draft)
    (tmp_path / "north.geojson").write_text(json.dumps(HOME))
    page.locator("#region-file").set_input_files(tmp_path / "north.geojson")
    assert tiles_shown(page) == sum(1 for _ in tiles_in_geometry(HOME, 14))
    assert drawn(page).equals(shapely.box(27.4, 51.2, 27.6, 51.4))
    (tmp_path / "broken.zip").write_bytes(b"PK no archive")
    page.locator("#region-file").set_input_files(tmp_path / "broken.zip")
    expect(page.locator("#region-file-error")).to_contain_text("damaged")
    (tmp_path / "a.shp").write_bytes(b"part")
    page.locator("#region-file").set_input_files(tmp_path / "a.shp")
    expect(page.locator("#region-file-error")).to_contain_text("several files")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(lambda url: "/region/" not in url)
    draft.refresh_from_db()
    assert shapely.geometry.shape(draft.region).equals(shapely.box(27.4, 51.2, 27.6, 51.4))


def test_a_place_is_found_by_its_coordinates_or_link(
    open_page: OpenPage, address: Address, draft: CampaignDraft
) -> None:
    page = open_step(open_page, address, draft)
    for text in ("49.5, 31.25", "49.5N 31.25E", "https://www.openstreetmap.org/#map=11/49.5000/31.2500"):
        page.locator("#region-place").fill(text)
        page.get_by_role("button", name="Show", exact=True).click()
        expect(page.locator(".graticule__label span", has_text="31.2").first).to_be_visible()
    page.locator("#region-place").fill("Kyiv")
    page.keyboard.press("Enter")
    expect(page.locator("#region-place-error")).to_be_visible()


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("locale", ["en-GB", "uk"])
def test_nothing_sticks_out_and_everything_is_large_enough_to_tap(
    open_page: OpenPage, address: Address, draft: CampaignDraft, width: int, locale: str
) -> None:
    draft.region = HOME
    draft.save()
    page = open_step(open_page, address, draft, width=width, height=900, locale=locale)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.eval_on_selector_all(
        "main button, main .button, main summary",
        "nodes => nodes.filter(one => one.offsetParent && one.offsetHeight < 44).map(one => one.textContent)",
    )
    assert small == []


def test_a_campaigns_region_is_changed_in_its_settings(
    open_page: OpenPage, address: Address, campaign: Campaign, admin: User
) -> None:
    page = open_page(user=admin, height=1000)
    page.goto(address(f"/c/{campaign.slug}/settings/region/"))
    show_map(page)
    expect(page.locator("[data-region-target=tiles]")).to_have_text("1 tile")
    draw_rectangle(page)
    expect(page.locator("[data-region-target=tiles]")).not_to_have_text("1 tile")
    assert len(drawn(page).geoms) == 2


def test_the_page_obeys_the_content_security_policy(
    open_page: OpenPage, address: Address, draft: CampaignDraft
) -> None:
    page = open_page(user=draft.owner, height=1000)
    refused: list[str] = []
    page.on(
        "console",
        lambda message: refused.append(message.text) if "Content Security Policy" in message.text else None,
    )
    page.goto(address(f"/new/{draft.pk}/region/"))
    draw_rectangle(page)
    tool(page, "Move points")
    page.get_by_role("button", name="Done").click()
    assert tiles_shown(page) > 0
    assert refused == []
