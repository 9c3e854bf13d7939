"""A search's page in a browser: it follows the search, its map fills, and every width is usable."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import expect

from campaigns.models import Campaign, Job
from detection.models import DetectionRun, TileResult
from detection.runs.failures import reason_of
from detection.thresholds.services.gather_candidates import gather_candidates
from ml.tiles import Tile
from tests.e2e.conftest import OpenPage
from tests.factories import HOME_TILE
from tests.factories_detection import make_detection, make_model_version, make_run, make_tile_result

Address = Callable[[str], str]
State = TileResult.State
PAGE = "/c/amber/searches/1/"


def start_search(campaign: Campaign) -> DetectionRun:
    job = Job.objects.create(campaign=campaign, kind=Job.Kind.DETECT)
    job.claim()
    run = make_run(campaign, job=job, planned_at=timezone.now())
    for step, state in enumerate(State.values):
        address = Tile(16, HOME_TILE.x + step, HOME_TILE.y)
        make_tile_result(
            run, address, state=state, failure_parts="The server is busy.", reason=reason_of("x")
        )
    return run


def test_the_page_follows_the_search_and_says_when_it_has_ended(
    open_page: OpenPage, address: Address, campaign: Campaign, admin: User
) -> None:
    run = start_search(campaign)
    page = open_page(user=admin)
    page.goto(address(PAGE))
    bar = page.locator("#coverage-1")
    expect(bar.locator('rect[data-state="pending"]')).to_have_attribute("width", "25.00%")
    expect(page.locator(".search-map .cell--failed").first).to_be_attached()
    expect(page.locator(".search-map .cell--pending").first).to_be_attached()
    run.tile_results.pending().update(state=State.ANALYSED)
    expect(bar.locator('rect[data-state="analysed"]')).to_have_attribute("width", "50.00%")
    expect(page.locator(".search-map .cell--pending")).to_have_count(0)
    assert run.job is not None
    run.job.succeed()
    expect(page.get_by_text("Finished with 1 failure open")).to_be_visible()


def test_failures_are_accepted_by_keyboard(
    open_page: OpenPage, address: Address, campaign: Campaign, admin: User
) -> None:
    start_search(campaign)
    page = open_page(user=admin)
    page.goto(address(PAGE))
    page.get_by_role("button", name="Accept these").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 failure accepted.")).to_be_visible()
    expect(page.get_by_text("anna: 1 tile.")).to_be_visible()


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("path", [PAGE, f"{PAGE}thresholds/", "/c/amber/searches/new/"])
def test_nothing_sticks_out_at_any_width(
    open_page: OpenPage, address: Address, campaign: Campaign, admin: User, width: int, path: str
) -> None:
    make_model_version(campaign)
    start_search(campaign)
    page = open_page(width=width, height=800, user=admin)
    page.goto(address(path))
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_slider_shows_what_another_threshold_would_find(
    open_page: OpenPage, address: Address, campaign: Campaign, admin: User
) -> None:
    run = make_run(campaign, model_version=make_model_version(campaign), threshold=0.9)
    for score in (0.95, 0.85, 0.8):
        make_detection(run, score=score, files=True)
    run.tile_results.update(max_probability=0.95)
    run.detections.filter(score__lt=0.9).delete()
    gather_candidates(run=run)
    page = open_page(user=admin)
    page.goto(address(f"{PAGE}thresholds/"))
    findings = page.locator("[data-thresholds-target='n-findings']")
    expect(findings).not_to_have_text("–")
    page.get_by_role("slider", name="Threshold of a positive superpixel").fill("0.7")
    expect(page.get_by_label("Threshold of a positive superpixel").nth(1)).to_have_value("0.7000")
    expect(findings).to_have_text("3")
    expect(page.locator("[data-thresholds-target='n-new']")).to_have_text("2")
    page.get_by_role("button", name="Apply these thresholds").click()
    expect(page.get_by_text("Apply thresholds", exact=True)).to_be_visible()
    assert run.finding_sets.count() == 2
