"""A reader objects, an editor answers, and the reader sees what became of it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect

from campaigns.models import Campaign
from detection.models import ReaderReport, Release
from detection.publication.services.publish_release import publish_release
from detection.reports import proof
from detection.reports.tasks import learn_from_report
from labeling.models import GoldAnswer, KnownPlace
from ml.tiles import Tile
from tests.e2e.conftest import OpenPage
from tests.factories import HOME_TILE
from tests.factories_detection import confirm, make_detection, make_run
from tests.factories_labeling import make_label_tile

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
Address = Callable[[str], str]


@pytest.fixture
def release(campaign: Campaign, editor: User, second_editor: User, admin: User) -> Release:
    run = make_run(campaign)
    for step in (0, 1):
        address = Tile(HOME_TILE.z, HOME_TILE.x + step, HOME_TILE.y)
        confirm(make_detection(run, address=address, area_ha=2 - step), editor, second_editor)
    make_label_tile(campaign, 0)
    return publish_release(campaign=campaign, run=run, published_by=admin)


def test_a_reader_follows_a_report_from_sending_to_the_corrections(
    page: Page, open_page: OpenPage, address: Address, release: Release, editor: User
) -> None:
    page.goto(address("/c/amber/map/report/?place=1"))
    page.get_by_label("This is something else").check()
    page.get_by_label("What do you know about it?").fill("A pond, dug by beavers")
    page.get_by_label("E-mail or phone, if you like").fill("olena@example.org")
    page.get_by_role("button", name="Send to the editors").click()
    expect(page.get_by_role("heading", name="Keep the address of this page")).to_be_visible()
    expect(page.locator(".report-now")).to_contain_text("Received")
    expect(page.get_by_text("A pond, dug by beavers")).to_be_visible()
    assert page.get_by_label("Link", exact=True).input_value() == page.url

    desk = open_page(user=editor)
    desk.goto(address("/c/amber/reports/"))
    expect(desk.get_by_text("olena@example.org")).to_be_visible()
    desk.get_by_role("button", name="I am looking into it").click()
    page.reload()
    expect(page.locator(".report-now")).to_contain_text("Being looked at")
    desk.get_by_label("Answer that everybody may read").fill("Beavers, indeed.")
    desk.get_by_role("button", name="The reader is right").click()
    expect(desk.get_by_text("Public answer: Beavers, indeed.")).to_be_visible()
    page.reload()
    expect(page.locator(".report-now")).to_contain_text("Accepted")
    expect(page.get_by_text("Beavers, indeed.")).to_be_visible()

    stranger = open_page(width=360, height=740)
    stranger.goto(page.url)
    expect(stranger.get_by_text("Beavers, indeed.")).to_be_visible()
    expect(stranger.get_by_text("dug by beavers")).to_have_count(0)
    stranger.get_by_role("link", name="All corrections").click()
    expect(stranger.locator(".correction")).to_contain_text("Beavers, indeed.")
    stranger.locator(".correction").get_by_role("link", name="Place 1").click()
    expect(stranger).to_have_url(address("/c/amber/map/places/1/"))


def test_an_accepted_report_is_used_for_training_by_one_click(
    page: Page, open_page: OpenPage, address: Address, release: Release, editor: User
) -> None:
    page.goto(address("/c/amber/map/report/?place=1"))
    page.get_by_label("This is something else").check()
    page.get_by_label("What do you know about it?").fill("A pond")
    page.get_by_role("button", name="Send to the editors").click()
    expect(page.locator(".report-now")).to_contain_text("Received")
    desk = open_page(user=editor)
    desk.goto(address("/c/amber/reports/"))
    desk.get_by_role("button", name="The reader is right").click()
    desk.get_by_role("button", name="Use for training").click()
    expect(desk.get_by_text("A worker is using it for training")).to_be_visible()
    learn_from_report(ReaderReport.objects.get().pk)
    desk.reload()
    expect(desk.get_by_text("Used for training")).to_be_visible()
    assert set(GoldAnswer.objects.values_list("answer", flat=True)) == {"negative"}


def open_missed(page: Page, address: Address, query: str = "?kind=missed") -> None:
    page.goto(address(f"/c/amber/map/report/{query}"))
    expect(page.locator(".leaflet-container")).to_be_visible()


def test_a_reader_taps_where_a_place_is_missing(
    page: Page, open_page: OpenPage, address: Address, release: Release, editor: User
) -> None:
    open_missed(page, address)
    page.locator(".report-map").click(position={"x": 200, "y": 120})
    expect(page.locator(".report-pin")).to_be_visible()
    expect(page.get_by_text("Chosen:")).to_be_visible()
    page.get_by_label("What do you know about it?").fill("Pits behind the church")
    page.get_by_role("button", name="Send to the editors").click()
    expect(page.locator(".report-now")).to_contain_text("Received")
    report = ReaderReport.objects.get()
    west, south, east, north = HOME_TILE.bounds
    assert west - 0.01 < report.lng < east + 0.01 and south - 0.01 < report.lat < north + 0.01
    desk = open_page(user=editor)
    desk.goto(address("/c/amber/reports/"))
    desk.get_by_role("button", name="The reader is right").click()
    expect(desk.get_by_text("Your answer is saved.")).to_be_visible()
    assert KnownPlace.objects.get().geometry["coordinates"] == [report.lng, report.lat]
    page.goto(address("/c/amber/corrections/"))
    expect(page.locator(".correction")).to_contain_text("Missing place reported")


def test_the_address_says_where_and_the_keyboard_is_enough(
    page: Page, address: Address, release: Release
) -> None:
    open_missed(page, address, "?lng=27.5&lat=51.3")
    expect(page.get_by_text("Chosen: 51.30000, 27.50000")).to_be_visible()
    page.locator(".report-map").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Choose the middle of the map").press("Enter")
    expect(page.get_by_text("Chosen: 51.30000, 27.50000")).to_have_count(0)
    page.get_by_label("Latitude").fill("51.29")
    expect(page.get_by_text("Chosen: 51.29000")).to_be_visible()
    page.get_by_label("What do you know about it?").fill("A pit")
    page.get_by_role("button", name="Send to the editors").press("Enter")
    expect(page.locator(".report-now")).to_contain_text("Received")
    assert ReaderReport.objects.get().lat == 51.29


def test_a_reader_draws_an_outline(page: Page, address: Address, release: Release) -> None:
    open_missed(page, address)
    page.get_by_text("Draw its outline (optional)").click()
    page.get_by_role("button", name="Rectangle").click()
    for x, y in ((150, 100), (260, 180)):
        page.locator(".report-map").click(position={"x": x, "y": y})
    expect(page.get_by_text("An outline is drawn.")).to_be_visible()
    page.get_by_label("What do you know about it?").fill("A whole field of pits")
    page.get_by_role("button", name="Send to the editors").click()
    expect(page.get_by_text("with an outline")).to_be_visible()
    shape = ReaderReport.objects.get().shape
    assert shape and len(shape["coordinates"]) == 1 and len(shape["coordinates"][0][0]) == 5


def test_a_page_whose_proof_is_too_old_is_sent_again_with_its_text(
    page: Page, address: Address, release: Release
) -> None:
    page.goto(address("/c/amber/map/report/?place=2"))
    page.evaluate("document.querySelector('[name=challenge]').value = 'x'")
    page.get_by_label("The date is wrong").check()
    page.get_by_label("What do you know about it?").fill("It is from 2012")
    page.get_by_role("button", name="Send to the editors").click()
    expect(page.get_by_text("did not work out")).to_be_visible()
    page.get_by_role("button", name="Send to the editors").click()
    expect(page.locator(".report-now")).to_contain_text("Received")
    assert ReaderReport.objects.get().text == "It is from 2012"


def test_without_javascript_both_forms_work(browser: Browser, address: Address, release: Release) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address("/c/amber/map/report/?place=2"))
    page.get_by_label("The outline is wrong").check()
    page.get_by_label("What do you know about it?").fill("Too wide in the south")
    page.get_by_role("button", name="Send to the editors").click()
    expect(page.locator(".report-now")).to_contain_text("Received")
    page.goto(address("/c/amber/map/report/?kind=missed"))
    page.get_by_label("Latitude").fill("51.3")
    page.get_by_label("Longitude").fill("27.5")
    page.get_by_label("What do you know about it?").fill("A pit")
    page.get_by_role("button", name="Send to the editors").click()
    expect(page.locator(".report-now")).to_contain_text("Received")
    assert ReaderReport.objects.count() == 2
    context.close()


def test_a_proof_that_is_found_at_once_sends_the_form(
    page: Page, address: Address, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work begins with the click, when nobody wrote before it."""
    monkeypatch.setattr(proof, "BITS", 0)
    page.goto(address("/c/amber/map/report/?place=2"))
    page.evaluate(
        "document.querySelector('[value=date]').checked = true;"
        "document.querySelector('[name=text]').value = 'It is from 2012'"
    )
    page.get_by_role("button", name="Send to the editors").click()
    expect(page.locator(".report-now")).to_contain_text("Received")
