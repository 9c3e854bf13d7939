from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from campaigns.models import Campaign
from labeling.models import Answer, Assignment, LabelTile, Vote
from tests.e2e.conftest import OpenPage, kill
from tests.factories import make_campaign
from tests.factories_labeling import COLUMNS, N_SUPERPIXELS, ROWS, make_event, make_label_tile

Address = Callable[[str], str]


@pytest.fixture
def hall(transactional_db: None) -> Campaign:
    """A campaign with an open event and five tiles."""
    campaign = make_campaign()
    for index in range(5):
        make_label_tile(campaign, index)
    make_event(campaign, code="ABC234")
    return campaign


def join(page: Page, address: Address, nickname: str = "") -> None:
    page.goto(address("/join/ABC234/"))
    page.get_by_label("Nickname").fill(nickname)
    page.get_by_role("button", name="Start labelling").click()
    expect(page.locator(".part")).to_have_count(N_SUPERPIXELS)


def part(number: int, page: Page) -> tuple[float, float]:
    """The middle of a superpixel of the grid, in the window."""
    box = page.locator(".tile").bounding_box()
    assert box
    column, row = (number - 1) % COLUMNS, (number - 1) // COLUMNS
    return box["x"] + box["width"] * (column + 0.5) / COLUMNS, box["y"] + box["height"] * (row + 0.5) / ROWS


def next_tile(page: Page) -> None:
    """The rest is clear; the next tile is there, or there is none."""
    page.keyboard.press("n")
    expect(page.locator("[data-label-target=stage]")).to_have_attribute("aria-busy", "false")


def all_sent(page: Page) -> None:
    expect(page.locator("[data-label-target=waiting]")).to_be_hidden()


def standing(**wanted: object) -> dict[int, str]:
    return dict(Vote.objects.standing().filter(**wanted).values_list("superpixel", "answer"))


def explicit() -> dict[int, str]:
    return standing(is_implied=False)


def test_a_guest_joins_by_link_taps_and_goes_on_with_a_thumb(
    hall: Campaign, open_page: OpenPage, address: Address
) -> None:
    page = open_page(width=360, height=740, touch=True)
    join(page, address, "Ada")
    page.touchscreen.tap(*part(2, page))
    expect(page.get_by_role("option", name="Part 2 of 6, upper centre: Mining")).to_be_visible()
    page.get_by_role("button", name="The rest is clear, next").tap()
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    all_sent(page)
    first = Assignment.objects.get(state=Assignment.State.DONE)
    assert standing(label_tile=first.label_tile) == {
        number: Answer.POSITIVE if number == 2 else Answer.NEGATIVE for number in range(1, N_SUPERPIXELS + 1)
    }
    assert first.contributor.nickname == "Ada"
    assert first.viewing["seconds"] >= 0


def test_the_page_does_not_scroll_sideways_at_360_px(
    hall: Campaign, open_page: OpenPage, address: Address
) -> None:
    page = open_page(width=360, height=640, touch=True)
    join(page, address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    box = page.get_by_role("button", name="The rest is clear, next").bounding_box()
    assert box and box["y"] + box["height"] <= 640
    stage = page.locator(".stage").bounding_box()
    assert stage and stage["width"] >= 300


def test_a_tile_is_labelled_by_keyboard_alone(hall: Campaign, page: Page, address: Address) -> None:
    join(page, address)
    for key in ("ArrowRight", "ArrowRight", "Space", "ArrowDown", "u", "ArrowLeft", "b"):
        page.keyboard.press(key)
    all_sent(page)
    assert explicit() == {2: Answer.POSITIVE, 5: Answer.UNSURE, 4: Answer.BAD_IMAGERY}
    page.keyboard.press("n")
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    expect(page.locator(".part:focus")).to_have_count(1)
    all_sent(page)
    assert LabelTile.objects.filter(n_answers=1).count() == 1


def test_undo_goes_back_across_a_tile_already_sent(hall: Campaign, page: Page, address: Address) -> None:
    join(page, address)
    page.mouse.click(*part(1, page))
    page.mouse.click(*part(3, page))
    page.keyboard.press("n")
    all_sent(page)
    page.keyboard.press("z")
    expect(page.get_by_role("option", selected=True)).to_have_count(2)
    page.keyboard.press("z")
    expect(page.get_by_role("option", selected=True)).to_have_count(1)
    all_sent(page)
    assert standing() == {1: Answer.POSITIVE}
    assert LabelTile.objects.filter(n_answers__gt=0).count() == 0
    assert Vote.objects.count() > N_SUPERPIXELS


def test_undo_goes_on_after_a_reload_over_tiles_already_sent(
    hall: Campaign, page: Page, address: Address
) -> None:
    """Twenty-two steps on three tiles, a reload, and all of them taken back one by one."""
    join(page, address)
    for tile in range(3):
        for _ in range(3):
            page.mouse.click(*part(1, page))
            page.mouse.click(*part(2, page))
        if tile < 2:
            next_tile(page)
    page.mouse.click(*part(6, page))
    page.mouse.click(*part(6, page))
    all_sent(page)
    assert LabelTile.objects.filter(n_answers=1).count() == 2
    page.reload()
    expect(page.locator(".part")).to_have_count(N_SUPERPIXELS)
    undo = page.get_by_role("button", name="Undo")
    for step in range(22):
        expect(undo).to_be_enabled()
        page.keyboard.press("z")
        expect(page.locator("[data-label-target=stage]")).to_have_attribute("aria-busy", "false")
        if step in (7, 8):  # the third tile is empty, the second is back as it was sent
            expect(page.get_by_role("option", selected=True)).to_have_count(2 * (step - 7))
        if step == 8:
            expect(page.locator("[data-label-target=counts]")).to_contain_text("1 by you")
    expect(undo).to_be_disabled()
    all_sent(page)
    assert LabelTile.objects.filter(n_answers__gt=0).count() == 0
    assert standing() == {}
    assert Vote.objects.count() >= 20 + 2 * 4


def test_a_stroke_paints_several_and_is_undone_at_once(hall: Campaign, page: Page, address: Address) -> None:
    join(page, address)
    page.mouse.move(*part(1, page))
    page.mouse.down()
    page.mouse.move(*part(3, page), steps=12)
    page.mouse.up()
    expect(page.get_by_role("option", selected=True)).to_have_count(3)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("option", selected=True)).to_have_count(0)


def test_a_whole_tile_can_be_called_bad_imagery(hall: Campaign, page: Page, address: Address) -> None:
    join(page, address)
    page.get_by_text("Bad imagery", exact=True).click()
    page.get_by_role("button", name="The rest: bad imagery, next").click()
    expect(page.locator("[data-label-target=counts]")).to_contain_text("tiles")
    all_sent(page)
    assert set(standing().values()) == {Answer.BAD_IMAGERY}


def test_outlines_are_off_while_a_key_is_held(hall: Campaign, page: Page, address: Address) -> None:
    join(page, address)
    page.keyboard.down("h")
    expect(page.locator(".tile__parts")).to_have_css("opacity", "0")
    page.keyboard.up("h")
    expect(page.locator(".tile__parts")).to_have_css("opacity", "1")


def test_answers_given_offline_survive_a_killed_tab(
    hall: Campaign, page: Page, address: Address, browser_errors: list[str]
) -> None:
    join(page, address)
    page.wait_for_load_state("networkidle")
    context = page.context
    context.set_offline(True)
    for _ in range(2):
        page.mouse.click(*part(4, page))
        page.keyboard.press("n")
        expect(page.get_by_role("option", selected=True)).to_have_count(0)
    expect(page.locator("[data-label-target=waiting]")).to_contain_text("waiting to be sent")
    assert Vote.objects.count() == 0
    kill(page)
    context.set_offline(False)
    back = context.new_page()
    back.goto(address("/c/amber/label/"))
    expect(back.locator(".part")).to_have_count(N_SUPERPIXELS)
    all_sent(back)
    assert Assignment.objects.filter(state=Assignment.State.DONE).count() == 2
    assert Vote.objects.standing().filter(superpixel=4, answer=Answer.POSITIVE).count() == 2
    assert Vote.objects.count() == 2 * N_SUPERPIXELS


def test_after_the_last_tile_volunteers_are_thanked(hall: Campaign, page: Page, address: Address) -> None:
    join(page, address)
    for _ in range(5):
        expect(page.locator(".part")).to_have_count(N_SUPERPIXELS)
        next_tile(page)
    expect(page.get_by_text("Thank you!")).to_be_visible()
    all_sent(page)
    assert LabelTile.objects.filter(n_answers=1).count() == 5
