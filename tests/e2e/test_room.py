"""A room full of guests: in by a code, through the tutorial, at work, thanked; and the board on the wall."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.core.cache import cache
from playwright.sync_api import Locator, Page, expect

from campaigns.models import Campaign
from imagery.models import Tile
from labeling.models import Answer, Assignment, Contributor, GoldAnswer, LabelTile, Team, TutorialStep, Vote
from tests.e2e.conftest import OpenPage
from tests.e2e.test_labeling import all_sent, part
from tests.factories import make_campaign, make_user
from tests.factories_labeling import N_SUPERPIXELS, answer_tile, make_event, make_guest, make_label_tile

Address = Callable[[str], str]


@pytest.fixture
def hall(transactional_db: None) -> Iterator[Campaign]:
    """Three tiles in a row to label, two far off with gold, one answer settles; an event with two teams."""
    cache.clear()
    campaign = make_campaign(votes_to_agree=1, positive_votes_to_agree=1, gold_share=0)
    for index in range(3):
        make_label_tile(campaign, index)
    event = make_event(campaign, code="ABC234", goal_tiles=4)
    Team.objects.bulk_create(Team(event=event, name=name) for name in ("Sand", "Pine"))
    yield campaign
    cache.clear()


@pytest.fixture
def taught(hall: Campaign) -> Campaign:
    """The same with gold enough for a tutorial."""
    for index in (10, 11):
        tile = make_label_tile(hall, index, is_done=True, target=0)
        for superpixel in range(1, 6):
            is_positive = superpixel < 3
            GoldAnswer.objects.create(
                label_tile=tile,
                superpixel=superpixel,
                answer=Answer.POSITIVE if is_positive else Answer.NEGATIVE,
                reason="Round pits in torn sand." if is_positive else "Whole ground.",
            )
    return hall


def join(page: Page, address: Address, nickname: str = "Ada") -> None:
    page.goto(address("/join/ABC234/"))
    page.get_by_label("Nickname").fill(nickname)
    page.get_by_label("Pine").check()
    page.get_by_role("button", name="Start labelling").click()


def at_work(page: Page) -> None:
    expect(page.locator(".part")).to_have_count(N_SUPERPIXELS)


def finish_tile(page: Page) -> None:
    page.keyboard.press("n")
    expect(page.locator("[data-label-target=stage]")).to_have_attribute("aria-busy", "false")
    all_sent(page)


def test_by_code_through_the_tutorial_to_the_thanks_with_a_thumb(
    taught: Campaign, open_page: OpenPage, address: Address
) -> None:
    page = open_page(width=360, height=740, touch=True)
    page.goto(address("/"))
    page.get_by_label("Got a code?").fill(" abc 234 ")
    page.get_by_role("button", name="Join").tap()
    page.get_by_label("Nickname").fill("Ada")
    page.get_by_text("Sand").tap()
    page.get_by_role("button", name="Start labelling").tap()
    for number in range(1, 7):
        expect(page.get_by_text(f"{number} of 6", exact=True)).to_be_visible()
        page.get_by_role("button", name="Not mining").tap()
        expect(page.locator(".verdict")).to_be_visible()
        page.locator("[data-tutorial-target=next]").tap()
    expect(page.get_by_role("heading", name="You matched the expert on 3 of 6")).to_be_visible()
    expect(page.locator("[data-tutorial-target=end-sign]")).to_have_attribute("href", "#sign-again")
    page.get_by_role("link", name="Start labelling").tap()
    at_work(page)
    page.touchscreen.tap(*part(2, page))
    page.get_by_role("button", name="The rest is clear, next").tap()
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    all_sent(page)
    page.locator("[data-label-target=counts]").tap()
    expect(page.get_by_role("heading", name="Thank you, Ada")).to_be_visible()
    expect(page.get_by_text("parts of 1 picture")).to_be_visible()
    expect(page.get_by_text("1 of your marks now counts as “Mining”")).to_be_visible()
    expect(page.get_by_text("6 parts that you labelled are decided")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert Contributor.objects.get().participations.get().team == Team.objects.get(name="Sand")


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is there; no control may be out of reach."""
    for _ in range(40):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(target).to_be_focused()


def test_by_code_through_the_tutorial_to_the_thanks_by_keyboard_alone(
    taught: Campaign, page: Page, address: Address
) -> None:
    page.goto(address("/"))
    tab_to(page, page.get_by_label("Got a code?"))
    page.keyboard.type("abc234")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Nickname"))
    page.keyboard.type("Ada")
    tab_to(page, page.get_by_label("Sand"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Pine")).to_be_checked()
    tab_to(page, page.get_by_role("button", name="Start labelling"))
    page.keyboard.press("Enter")
    for number in range(1, 7):
        expect(page.get_by_text(f"{number} of 6", exact=True)).to_be_visible()
        choice = page.get_by_role("button", name="Not mining")
        expect(choice).to_be_enabled()
        tab_to(page, choice)
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name=re.compile("Next question|Go on"))).to_be_focused()
        page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Start labelling"))
    page.keyboard.press("Enter")
    at_work(page)
    tab_to(page, page.get_by_role("option").first)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.get_by_role("option", name="Part 2 of 6, upper centre: Mining")).to_be_focused()
    tab_to(page, page.get_by_role("button", name="The rest is clear, next"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    all_sent(page)
    tab_to(page, page.locator("[data-label-target=counts]"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thank you, Ada")).to_be_visible()
    expect(page.get_by_text("parts of 1 picture")).to_be_visible()


def test_the_tutorial_by_keyboard_says_what_the_expert_said_and_can_be_repeated(
    taught: Campaign, page: Page, address: Address
) -> None:
    join(page, address)
    for number in range(1, 7):
        expect(page.get_by_role("status")).to_contain_text(f"Question {number} of 6")
        is_positive = TutorialStep.objects.get(position=number).gold.answer == Answer.POSITIVE
        page.keyboard.press("y" if is_positive else "n")
        expect(page.get_by_role("button", name=re.compile("Next question|Go on"))).to_be_focused()
        words = "Round pits in torn sand." if is_positive else "Whole ground."
        expect(page.locator(".verdict")).to_contain_text(
            f"Right. The expert says: {'M' if is_positive else 'N'}"
        )
        expect(page.locator(".verdict")).to_contain_text(words)
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You matched the expert on 6 of 6")).to_be_focused()
    expect(page.locator("[data-tutorial-target=end-sign]")).to_have_attribute("href", "#sign-done")
    page.get_by_role("button", name="Try another round").click()
    expect(page.get_by_text("1 of 6", exact=True)).to_be_visible()
    page.goto(address("/c/amber/label/"))
    at_work(page)


def test_a_tutorial_cannot_be_skipped_and_goes_on_after_a_reload(
    taught: Campaign, page: Page, address: Address
) -> None:
    join(page, address)
    expect(page.get_by_text("1 of 6", exact=True)).to_be_visible()
    expect(page.locator("[data-tutorial-target=positive]").first).to_be_enabled()
    page.keyboard.press("y")
    expect(page.locator(".verdict")).to_be_visible()
    page.goto(address("/c/amber/label/"))
    expect(page).to_have_url(re.compile("/tutorial/$"))
    expect(page.get_by_text("2 of 6", exact=True)).to_be_visible()


def test_a_guest_becomes_an_account_and_finds_the_work_on_another_device(
    hall: Campaign, open_page: OpenPage, address: Address
) -> None:
    phone, laptop = open_page(width=360, height=740, touch=True), open_page()
    join(phone, address)
    at_work(phone)
    finish_tile(phone)
    phone.goto(address("/c/amber/thanks/"))
    phone.get_by_role("link", name="Create an account").click()
    expect(phone.get_by_label("Name")).to_have_value("Ada")
    phone.get_by_label(re.compile(r"^\s*Password")).fill("a-long-password")
    phone.get_by_label("Repeat the password").fill("a-long-password")
    phone.get_by_role("button", name="Create account").click()
    expect(phone.get_by_text("parts of 1 picture")).to_be_visible()
    laptop.goto(address("/sign-in/?next=/c/amber/label/"))
    laptop.get_by_label("Name").fill("Ada")
    laptop.get_by_label("Password").fill("a-long-password")
    laptop.get_by_role("button", name="Sign in").click()
    at_work(laptop)
    expect(laptop.locator("[data-label-target=counts]")).to_contain_text("1 by you")


def test_answers_that_wait_on_the_device_come_along_to_an_account(
    hall: Campaign, page: Page, address: Address
) -> None:
    make_user("vira")
    join(page, address)
    at_work(page)
    kept_back = re.compile("/(votes|finish)/$")
    page.route(kept_back, lambda route: route.abort())
    page.mouse.click(*part(4, page))
    page.keyboard.press("n")
    expect(page.locator("[data-label-target=waiting]")).to_contain_text("waiting to be sent")
    page.goto(address("/sign-in/?keep=1"))
    page.unroute(kept_back)
    page.get_by_label("Name").fill("vira")
    page.get_by_label("Password").fill("vira-password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Your account")).to_be_visible()
    page.goto(address("/c/amber/label/"))
    at_work(page)
    expect(page.locator("[data-label-target=counts]")).to_contain_text("1 by you")
    all_sent(page)
    account = Contributor.objects.get(user__username="vira")
    assert Vote.objects.standing().filter(contributor=account).count() == N_SUPERPIXELS
    assert Vote.objects.get(answer=Answer.POSITIVE).superpixel == 4


def test_the_board_shows_what_comes_in(hall: Campaign, open_page: OpenPage, address: Address) -> None:
    wall, phone = open_page(width=1920, height=1080), open_page(width=360, height=740, touch=True)
    wall.goto(address("/events/ABC234/board/"))
    expect(wall.locator("[data-board-target=covered]")).to_have_text("0")
    expect(wall.locator("[data-state=open]")).to_have_count(3)
    join(phone, address)
    at_work(phone)
    phone.touchscreen.tap(*part(1, phone))
    finish_tile(phone)
    expect(wall.locator("[data-board-target=covered]")).to_have_text("1")
    expect(wall.locator("[data-board-target=goal]")).to_have_text(" / 4")
    expect(wall.locator("[data-state=find]")).to_have_count(1)
    expect(wall.get_by_role("row", name=re.compile("Pine"))).to_contain_text("1")
    expect(wall.get_by_text("ABC234")).to_be_visible()
    assert wall.evaluate("document.documentElement.scrollHeight") <= 1080
    loaded = wall.locator(".qr").evaluate("image => image.complete && image.naturalWidth > 0")
    assert loaded


def test_a_board_that_hears_nothing_says_so(hall: Campaign, page: Page, address: Address) -> None:
    page.goto(address("/events/ABC234/board/"))
    expect(page.locator("[data-board-target=covered]")).to_have_text("0")
    page.context.set_offline(True)
    expect(page.get_by_text("No answer from the server")).to_be_visible(timeout=30_000)
    expect(page.locator("[data-board-target=covered]")).to_have_text("0")
    page.context.set_offline(False)
    expect(page.get_by_text("No answer from the server")).to_have_count(0, timeout=30_000)


def test_neighbours_and_another_date_are_shown_on_demand(
    hall: Campaign, page: Page, address: Address
) -> None:
    for tile in Tile.objects.all():
        tile.pk, tile.source_version = None, "earlier"
        tile.captured_from = tile.captured_to = date(2016, 5, 1)
        tile.save()
    join(page, address)
    at_work(page)
    around = page.get_by_role("button", name="Around")
    expect(around).to_be_enabled()
    page.keyboard.down("s")
    expect(page.get_by_alt_text("Neighbouring picture").first).to_be_visible()
    page.keyboard.up("s")
    expect(page.locator(".around")).to_have_count(0)
    around.click()
    expect(around).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Other date").click()
    expect(page.locator(".tile__other")).to_have_count(1)
    expect(page.locator("[data-label-target=dates]")).to_contain_text("2016-05-01")
    page.keyboard.press("d")
    expect(page.locator(".tile__other")).to_have_count(0)


def test_without_neighbours_or_dates_nothing_is_offered(hall: Campaign, page: Page, address: Address) -> None:
    LabelTile.objects.exclude(tile__x=LabelTile.objects.earliest("pk").tile.x).delete()
    Tile.objects.filter(x__gt=LabelTile.objects.get().tile.x).delete()
    with page.expect_response(re.compile("/surroundings/$")):
        join(page, address)
        at_work(page)
    expect(page.get_by_role("button", name="Around")).to_be_disabled()
    expect(page.get_by_role("button", name="Other date")).to_have_count(0)


def test_after_a_tile_with_gold_the_volunteer_is_told(hall: Campaign, page: Page, address: Address) -> None:
    hall.events.update(shows_feedback=True)
    for tile in LabelTile.objects.all():
        GoldAnswer.objects.create(
            label_tile=tile, superpixel=1, answer=Answer.POSITIVE, reason="Round pits in torn sand."
        )
    join(page, address)
    at_work(page)
    finish_tile(page)
    told = page.locator("[data-label-target=feedback]")
    expect(told).to_contain_text("you matched the expert on 0 of 1 part. Mining: Round pits in torn sand.")


def test_what_the_expert_said_covers_no_button_when_nothing_is_left(
    hall: Campaign, page: Page, address: Address
) -> None:
    hall.events.update(shows_feedback=True)
    last = LabelTile.objects.earliest("pk")
    LabelTile.objects.exclude(pk=last.pk).delete()
    GoldAnswer.objects.create(label_tile=last, superpixel=1, answer=Answer.POSITIVE, reason="Round pits.")
    join(page, address)
    at_work(page)
    finish_tile(page)
    told, button = (
        page.locator("[data-label-target=feedback]"),
        page.get_by_role("button", name="Check for more"),
    )
    expect(told).to_contain_text("you matched the expert on 0 of 1 part")
    expect(button).to_be_visible()
    upper, lower = told.bounding_box(), button.bounding_box()
    assert upper and lower and upper["y"] + upper["height"] <= lower["y"]


def test_who_has_done_nothing_yet_is_told_so(hall: Campaign, page: Page, address: Address) -> None:
    answer_tile(hall, make_guest(hall), {1})
    join(page, address)
    at_work(page)
    page.goto(address("/c/amber/thanks/"))
    expect(page.get_by_role("heading", name="Nothing yet")).to_be_visible()
    assert not Assignment.objects.filter(contributor__nickname="Ada", state=Assignment.State.DONE).exists()
