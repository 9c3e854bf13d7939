"""Ten browsers at once on the same event, and one that was away for long."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from campaigns.models import Campaign
from labeling.answering.services.finish_tile import finish_tile
from labeling.models import Assignment, Contributor, LabelTile, Vote
from tests.e2e.conftest import OpenPage, kill
from tests.factories import make_campaign
from tests.factories_labeling import (
    CLOCK,
    N_SUPERPIXELS,
    draft,
    lease_tile,
    make_event,
    make_guest,
    make_label_tile,
)

Address = Callable[[str], str]
BROWSERS, TILES = 10, 8


@pytest.fixture
def hall(transactional_db: None) -> Campaign:
    campaign = make_campaign(votes_to_agree=3)
    for index in range(TILES):
        make_label_tile(campaign, index)
    make_event(campaign, code="ABC234")
    return campaign


def join(page: Page, address: Address, nickname: str) -> None:
    page.goto(address("/join/ABC234/"))
    page.get_by_label("Nickname").fill(nickname)
    page.get_by_role("button", name="Start labelling").click()
    expect(
        page.locator("[data-label-target=stage]:not([hidden]), [data-label-target=empty]:not([hidden])")
    ).to_have_count(1)


def answer_one(page: Page) -> bool:
    """Mark one superpixel and go on; False when there is no tile."""
    stage = page.locator("[data-label-target=stage]")
    expect(stage).not_to_have_attribute("aria-busy", "true")
    if stage.is_hidden():
        return False
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.get_by_role("option", selected=True)).to_have_count(1)
    page.keyboard.press("n")
    expect(stage).not_to_have_attribute("aria-busy", "true")
    return True


def all_sent(page: Page) -> None:
    expect(page.locator("[data-label-target=waiting]")).to_be_hidden(timeout=30_000)


def assert_every_answer_once() -> None:
    """Each finished tile has one standing vote of that contributor on each superpixel, no tile has more
    answers than it wanted, and nobody's taps are missing."""
    finished = Assignment.objects.finished()
    for assignment in finished:
        standing = Vote.objects.standing().filter(
            label_tile=assignment.label_tile_id, contributor=assignment.contributor_id
        )
        numbers = sorted(standing.values_list("superpixel", flat=True))
        assert numbers == list(range(1, N_SUPERPIXELS + 1))
        assert standing.filter(is_implied=False).count() == 1
    for tile in LabelTile.objects.select_related("campaign"):
        assert tile.assignments.filter(state=Assignment.State.DONE).count() == tile.n_answers <= tile.wanted


def test_ten_browsers_label_one_event_at_once(hall: Campaign, open_page: OpenPage, address: Address) -> None:
    pages = [open_page(width=480, height=640) for _ in range(BROWSERS)]
    for number, page in enumerate(pages):
        join(page, address, f"Guest {number}")
    answered = 0
    for _ in range(3):
        answered += sum([answer_one(page) for page in pages])
    for page in pages:
        all_sent(page)
    assert answered >= TILES
    assert Assignment.objects.finished().count() == answered
    assert Contributor.objects.filter(nickname__startswith="Guest").count() == BROWSERS
    assert_every_answer_once()


def test_away_for_longer_than_a_lease_then_killed_then_back(
    hall: Campaign, open_page: OpenPage, address: Address
) -> None:
    """Off the network for six minutes; meanwhile the leases run out and others fill the first tile."""
    page = open_page()
    page.clock.install()
    join(page, address, "Ada")
    page.wait_for_load_state("networkidle")
    ada = Contributor.objects.get(nickname="Ada")
    page.context.set_offline(True)
    assert answer_one(page)
    page.clock.run_for(timedelta(minutes=6).seconds * 1000)
    assert answer_one(page)
    expect(page.locator("[data-label-target=waiting]")).to_contain_text("waiting to be sent")
    kill(page)
    fill_the_first_tile_of(ada, hall)
    assert not Vote.objects.filter(contributor=ada).exists()
    page.context.set_offline(False)
    back = page.context.new_page()
    back.goto(address("/c/amber/label/"))
    expect(back.locator(".part")).to_have_count(N_SUPERPIXELS)
    all_sent(back)
    assert Assignment.objects.finished().filter(contributor=ada).count() == 2
    assert Vote.objects.filter(contributor=ada).count() == 2 * N_SUPERPIXELS
    assert_every_answer_once()


def fill_the_first_tile_of(contributor: Contributor, campaign: Campaign) -> None:
    """Her leases run out, and three others agree on the tile that she answered first."""
    Assignment.objects.filter(contributor=contributor).update(leased_until=timezone.now())
    first = Assignment.objects.filter(contributor=contributor).earliest("pk").label_tile_id
    LabelTile.objects.filter(pk=first).update(priority=9)
    for _ in range(3):
        assignment = lease_tile(campaign, make_guest(campaign))
        assert assignment.label_tile_id == first
        vote = draft(assignment.label_tile, 1, "negative")
        finish_tile(assignment=assignment, clock=CLOCK, votes=[vote])


def test_an_idle_page_lets_its_tiles_go_and_a_return_is_welcomed(
    hall: Campaign, open_page: OpenPage, address: Address
) -> None:
    """Six minutes untouched: no heartbeat keeps the lease. Others fill the tile; the marks on it are kept."""
    page = open_page()
    beats: list[str] = []
    answered: list[str] = []
    page.on(
        "response", lambda response: answered.append(response.url) if "heartbeat" in response.url else None
    )
    page.on("request", lambda request: beats.append(request.url) if "heartbeat" in request.url else None)
    page.clock.install()
    join(page, address, "Ada")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    all_sent(page)
    ada = Contributor.objects.get(nickname="Ada")
    tile = Vote.objects.get(contributor=ada).label_tile_id
    page.clock.run_for(4 * 60_000)
    assert beats
    page.clock.run_for(2 * 60_000)
    before = len(beats)
    page.clock.run_for(5 * 60_000)
    assert len(beats) == before
    while len(answered) < before:  # on a busy machine the last one may still be under way
        page.wait_for_timeout(100)
    fill_the_first_tile_of(ada, hall)
    LabelTile.objects.filter(pk=tile).update(is_done=True, target=3)
    page.keyboard.press("Shift")
    expect(page.get_by_text("Welcome back! While you were away")).to_be_visible()
    expect(page.locator(".part")).to_have_count(N_SUPERPIXELS)
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    assert Vote.objects.standing().filter(contributor=ada, label_tile=tile).count() == 1
    assert answer_one(page)
    all_sent(page)
    assert Assignment.objects.finished().get(contributor=ada).label_tile_id != tile


def test_who_comes_back_before_others_keeps_the_tile(
    hall: Campaign, open_page: OpenPage, address: Address
) -> None:
    page = open_page()
    page.clock.install()
    join(page, address, "Ada")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    all_sent(page)
    page.clock.run_for(6 * 60_000)
    Assignment.objects.update(leased_until=timezone.now())
    page.keyboard.press("Shift")
    expect(page.get_by_text("This picture is still yours")).to_be_visible()
    expect(page.get_by_role("option", selected=True)).to_have_count(1)
    assert Assignment.objects.live().exists()
