"""A reader's journey over the public map."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect

from campaigns.models import Campaign
from detection.models import ReaderReport, Release, TileResult
from detection.publication.services.publish_release import publish_release
from detection.publication.services.write_release_files import write_release_files
from detection.review.services.record_review import record_review
from ml.tiles import Tile
from tests.e2e.conftest import OpenPage
from tests.factories import HOME_TILE
from tests.factories_detection import make_detection, make_run, make_tile_result

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


INKED = """() => {
  let n = 0;
  for (const tile of document.querySelectorAll(".leaflet-overlay-pane canvas.leaflet-tile")) {
    const { data } = tile.getContext("2d").getImageData(0, 0, tile.width, tile.height);
    for (let at = 3; at < data.length; at += 4) if (data[at]) n += 1;
  }
  return n;
}"""


@pytest.fixture
def release(campaign: Campaign, editor: User, second_editor: User, admin: User) -> Release:
    run = make_run(campaign)
    spans = [(date(2018, 4, 3), date(2018, 4, 20)), (date(2017, 5, 1), date(2017, 5, 1)), (None, None)]
    for area, span in enumerate(spans, start=1):
        detection = make_detection(run, captured=span, area_ha=area)
        for person in (editor, second_editor):
            record_review(detection=detection, editor=person, decision="confirmed")
    for step, state in enumerate(
        (TileResult.State.PENDING, TileResult.State.NO_IMAGERY, TileResult.State.FAILED)
    ):
        make_tile_result(run, Tile(HOME_TILE.z, HOME_TILE.x + step, HOME_TILE.y + 5), state=state)
    release = publish_release(campaign=campaign, run=run, published_by=admin)
    write_release_files(release=release)
    return release


def open_map(page: Page, address: str) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(address)
    expect(page.locator(".leaflet-cover-pane path")).to_have_count(4)
    assert refused == []


def wait_for_places(page: Page) -> None:
    """Until each tile of the map in view is drawn."""
    tiles = ".leaflet-overlay-pane canvas.leaflet-tile"
    expect(page.locator(tiles).first).to_be_attached()
    expect(page.locator(f"{tiles}:not(.leaflet-tile-loaded)")).to_have_count(0)


def click_the_middle(page: Page) -> None:
    box = page.locator("[data-public-map-target=map]").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def inked(page: Page) -> int:
    """Pixels of the map's tiles that something is drawn on."""
    return int(page.evaluate(INKED))


def test_a_reader_looks_at_a_place_and_sends_the_address_on(
    page: Page, open_page: OpenPage, address: Callable[[str], str], release: Release
) -> None:
    open_map(page, address("/c/amber/map/"))
    expect(page.locator("[data-public-map-target=card]")).to_be_hidden()
    page.click(".places-table [data-public-map-place-param='2']")
    card = page.locator("[data-public-map-target=card]")
    expect(card).to_contain_text("Place 2")
    expect(card).to_contain_text("2.00 ha")
    expect(card).to_contain_text("1 May 2017")
    expect(card).to_contain_text("2 editors")
    other = open_page(width=360, height=740, touch=True)
    open_map(other, page.url)
    expect(other.locator("[data-public-map-target=card]")).to_contain_text("Place 2")
    assert other.evaluate("document.documentElement.scrollWidth") == 360


def test_an_unknown_date_is_called_uncertain(
    page: Page, address: Callable[[str], str], release: Release
) -> None:
    open_map(page, address("/c/amber/map/#place=1"))
    expect(page.locator("[data-public-map-target=place-captured]")).to_contain_text("year uncertain")


def test_the_year_filter_counts_anew(page: Page, address: Callable[[str], str], release: Release) -> None:
    open_map(page, address("/c/amber/map/"))
    page.click(".years label:has-text('2018')")
    expect(page.locator("[data-public-map-target=n-places]")).to_have_text("1")
    expect(page.locator("[data-public-map-target=area]")).to_have_text("1.0")
    assert "year=2018" in page.url
    page.reload()
    expect(page.locator("[data-public-map-target=n-places]")).to_have_text("1")


def test_the_places_are_clickable_on_the_map(
    page: Page, address: Callable[[str], str], release: Release
) -> None:
    place = release.places.get(number=3)
    open_map(page, address(f"/c/amber/map/#map=16/{place.lat}/{place.lng}"))
    wait_for_places(page)
    click_the_middle(page)
    expect(page.locator("[data-public-map-target=card]")).to_contain_text("Place 3")
    page.keyboard.press("Escape")
    expect(page.locator("[data-public-map-target=card]")).to_be_hidden()


def test_the_download_is_the_published_file(
    page: Page, address: Callable[[str], str], release: Release
) -> None:
    open_map(page, address("/c/amber/map/"))
    with page.expect_download() as download:
        page.click("text=Download GeoJSON")
    assert download.value.suggested_filename == "amber-release-1.geojson"


def test_a_reader_says_that_a_place_is_wrong(
    page: Page, address: Callable[[str], str], release: Release
) -> None:
    open_map(page, address("/c/amber/map/#place=2"))
    page.click("text=Report an error")
    page.get_by_label("This is something else").check()
    page.fill("textarea", "A gravel pit since 1990.")
    page.click("text=Send to the editors")
    expect(page.locator(".messages")).to_contain_text("Thank you.")
    assert ReaderReport.objects.get().place == release.places.get(number=2)


def test_without_javascript_the_list_is_there(
    browser: Browser, address: Callable[[str], str], release: Release
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address("/c/amber/map/"))
    expect(page.locator(".places-table tbody tr")).to_have_count(3)
    context.close()


@pytest.mark.parametrize("zoom", [5, 8, 9, 13, 14, 18])
def test_places_are_drawn_at_every_zoom(
    page: Page, address: Callable[[str], str], release: Release, zoom: int
) -> None:
    place = release.places.get(number=3)
    open_map(page, address(f"/c/amber/map/#map={zoom}/{place.lat}/{place.lng}"))
    wait_for_places(page)
    assert inked(page) > 50


def test_a_circle_with_a_count_opens_closer(
    page: Page, address: Callable[[str], str], release: Release
) -> None:
    place = release.places.get(number=3)
    open_map(page, address(f"/c/amber/map/#map=5/{place.lat}/{place.lng}"))
    wait_for_places(page)
    click_the_middle(page)
    page.wait_for_url("**#map=7/**")
    expect(page.locator("[data-public-map-target=card]")).to_be_hidden()


def test_a_year_hides_the_places_of_others(
    page: Page, address: Callable[[str], str], release: Release
) -> None:
    place = release.places.get(number=3)
    open_map(page, address(f"/c/amber/map/#map=16/{place.lat}/{place.lng}&year=2018"))
    wait_for_places(page)
    click_the_middle(page)
    expect(page.locator("[data-public-map-target=card]")).to_be_hidden()
    assert inked(page) == 0 or place.year == 2018


@pytest.mark.parametrize("text", ["2", "#2"])
def test_a_place_is_found_by_its_number(
    page: Page, address: Callable[[str], str], release: Release, text: str
) -> None:
    open_map(page, address("/c/amber/map/"))
    page.fill("#map-query", text)
    page.press("#map-query", "Enter")
    expect(page.locator("[data-public-map-target=card]")).to_contain_text("Place 2")


def test_coordinates_move_the_map_and_nonsense_says_what_to_type(
    page: Page, address: Callable[[str], str], release: Release
) -> None:
    open_map(page, address("/c/amber/map/"))
    page.fill("#map-query", "51.3, 27.5")
    page.press("#map-query", "Enter")
    page.wait_for_url("**#map=13/51.30000/27.50000")
    page.fill("#map-query", "amber")
    page.press("#map-query", "Enter")
    expect(page.locator(".map-search__note")).to_contain_text("Nothing found.")


def test_the_years_play_one_after_another(
    page: Page, address: Callable[[str], str], release: Release
) -> None:
    open_map(page, address("/c/amber/map/"))
    page.click("text=Play the years")
    expect(page.locator("input[name=year][value='2017']")).to_be_checked()
    expect(page.locator("input[name=year][value='2018']")).to_be_checked()
    expect(page.locator("[data-public-map-target=n-places]")).to_have_text("1")


def test_while_the_tiles_are_made_the_page_says_so_and_the_list_is_there(
    page: Page, address: Callable[[str], str], release: Release
) -> None:
    release.files.all().delete()
    open_map(page, address("/c/amber/map/"))
    expect(page.locator("[data-public-map-target=note]")).to_contain_text("is being drawn")
    expect(page.locator(".places-table tbody tr")).to_have_count(3)
    page.click(".places-table [data-public-map-place-param='2']")
    expect(page.locator("[data-public-map-target=card]")).to_contain_text("Place 2")


def test_the_map_works_in_a_frame(page: Page, address: Callable[[str], str], release: Release) -> None:
    article = f'<h1>An article</h1><iframe src="{address("/c/amber/map/embed/")}"></iframe>'
    page.route(address("/article"), lambda route: route.fulfill(body=article, content_type="text/html"))
    page.goto(address("/article"))
    frame = page.frame_locator("iframe")
    expect(frame.locator(".leaflet-cover-pane path")).to_have_count(4)
    expect(frame.locator("[data-public-map-target=n-places]")).to_have_text("3")
    expect(frame.locator(".site-header")).to_have_count(0)
