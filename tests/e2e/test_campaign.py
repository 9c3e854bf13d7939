"""The campaign's page in a browser: an admin follows a job, and every width is usable."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from campaigns.models import Campaign, Job
from detection.models import TileResult
from labeling.models import Event
from ml.tiles import Tile
from tests.e2e.conftest import OpenPage
from tests.factories import HOME_TILE
from tests.factories_detection import make_detection, make_model_version, make_run, make_tile_result

Address = Callable[[str], str]


def fill(campaign: Campaign) -> None:
    """Models, a finished search with tiles in all states, and one that runs."""
    Event.objects.create(campaign=campaign, name="Open Data Day", code="AMBER7")
    model = make_model_version(campaign)
    run = make_run(campaign, model_version=model)
    for step, state in enumerate(TileResult.State.values):
        for row in range(step + 2):
            make_tile_result(run, Tile(16, HOME_TILE.x + step, HOME_TILE.y - row), state=state)
    make_detection(run, address=Tile(16, HOME_TILE.x, HOME_TILE.y + 9))


def start_job(campaign: Campaign, kind: Job.Kind = Job.Kind.TRAIN) -> Job:
    job = Job.objects.create(campaign=campaign, kind=kind)
    job.claim()
    job.report(3, 12, "Describing labelled superpixels")
    return job


def test_progress_is_live_and_the_reason_of_a_failure_appears(
    open_page: OpenPage, address: Address, campaign: Campaign, admin: User
) -> None:
    job = start_job(campaign)
    page = open_page(user=admin)
    page.goto(address("/c/amber/"))
    expect(page.get_by_text("3 / 12")).to_be_visible()
    job.report(9, 12, "Learning")
    expect(page.get_by_text("9 / 12")).to_be_visible()
    expect(page.get_by_text("Learning", exact=True)).to_be_visible()
    job.fail("Only 3 superpixels are labelled; label more.")
    expect(page.get_by_role("alert")).to_contain_text("Only 3 superpixels are labelled")


def test_the_coverage_bar_follows_the_search(
    open_page: OpenPage, address: Address, campaign: Campaign, admin: User
) -> None:
    job = start_job(campaign, Job.Kind.DETECT)
    run = make_run(campaign, job=job)
    result = make_tile_result(run, HOME_TILE, state=TileResult.State.PENDING)
    page = open_page(user=admin)
    page.goto(address("/c/amber/"))
    bar = page.locator("#coverage-1")
    expect(bar.locator('rect[data-state="pending"]')).to_have_attribute("width", "100.00%")
    TileResult.objects.filter(pk=result.pk).update(state=TileResult.State.ANALYSED)
    expect(bar.locator('rect[data-state="analysed"]')).to_have_attribute("width", "100.00%")
    expect(bar.locator('li[data-state="pending"]')).to_be_hidden()


def test_the_buttons_work_by_keyboard_and_refuse_a_second_click(
    open_page: OpenPage, address: Address, campaign: Campaign, admin: User
) -> None:
    page = open_page(user=admin)
    for _ in range(2):
        page.goto(address("/c/amber/"))
        page.get_by_role("button", name="Train the first model").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/c/amber/#models")
    expect(page.get_by_text("already under way")).to_be_visible()
    assert Job.objects.count() == 1


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_sticks_out_at_any_width(
    open_page: OpenPage, address: Address, campaign: Campaign, admin: User, width: int
) -> None:
    fill(campaign)
    start_job(campaign)
    page = open_page(width=width, height=800, user=admin)
    page.goto(address("/c/amber/"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert small_targets(page) == []


def small_targets(page: Page) -> list[str]:
    """Buttons and summaries lower than a finger."""
    found: list[str] = page.eval_on_selector_all(
        "main button, main .button, main summary",
        "nodes => nodes.filter(one => one.offsetParent && one.offsetHeight < 44).map(one => one.textContent)",
    )
    return found


@pytest.mark.parametrize("locale", ["en-GB", "uk"])
def test_a_phone_shows_the_pages_in_one_row_that_is_pushed_sideways(
    open_page: OpenPage, address: Address, campaign: Campaign, admin: User, locale: str
) -> None:
    page = open_page(user=admin, width=360, height=740, locale=locale)
    page.goto(address("/c/amber/releases/"))
    links = page.locator(".site-nav a")
    tops = links.evaluate_all("links => links.map(link => link.getBoundingClientRect().top)")
    assert len(tops) == 7 and len(set(tops)) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.locator(".site-nav [aria-current]")).to_be_in_viewport(ratio=1)
    links.first.scroll_into_view_if_needed()
    expect(links.first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_the_times_of_a_new_event_stay_in_their_card(
    open_page: OpenPage, address: Address, campaign: Campaign, admin: User, width: int
) -> None:
    page = open_page(user=admin, width=width, height=900)
    page.goto(address("/c/amber/events/"))
    card = page.locator("form.card", has=page.locator("#id_ends_at")).bounding_box()
    times = [page.locator(f"#id_{name}").bounding_box() for name in ("starts_at", "ends_at")]
    assert card and all(time and time["x"] + time["width"] <= card["x"] + card["width"] for time in times)
