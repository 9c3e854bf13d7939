"""A campaign is set up, changed, archived and deleted in a browser."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shapely
import shapely.geometry
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from campaigns.models import Campaign, CampaignDraft, Membership
from imagery.models import ImagerySource
from labeling.models import LabelTile
from tests.e2e.conftest import OpenPage
from tests.factories import make_member, make_source, make_user
from tests.factories_labeling import answer_tile, make_guest, make_label_tile
from tests.imagery.tile_server import Answer, TileServer
from webapp.celery import app

Address = Callable[[str], str]
SLOW_MS = 30_000
"""The first picture waits for the libraries that cut it."""
REGION = dict(shapely.geometry.mapping(shapely.box(27.5, 51.3, 27.56, 51.34)))


@pytest.fixture(autouse=True)
def tasks_run_at_once() -> Iterator[None]:
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@pytest.fixture
def server() -> Iterator[TileServer]:
    with TileServer() as running:
        yield running


@pytest.fixture
def creator(db: None) -> User:
    return make_user("cara", is_staff=True)


@pytest.fixture
def draft(creator: User, server: TileServer) -> CampaignDraft:
    source = make_source(
        kind=ImagerySource.Kind.XYZ, path="", url=server.url_template, requests_per_second=1000
    )
    texts = {
        "name_en": "Amber",
        "question_en": "Is this amber mining?",
        "positive_name_en": "Mining",
        "negative_name_en": "Not mining",
    }
    return CampaignDraft.objects.create(owner=creator, source=source, region=REGION, **texts)


def keep_picture(page: Page, name: str) -> None:
    """For people who want to look: LANDSCAR_PICTURES=folder."""
    if folder := os.environ.get("LANDSCAR_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_an_example_fills_the_question_and_the_phone_shows_it(
    open_page: OpenPage, address: Address, creator: User
) -> None:
    page = open_page(user=creator, width=1280)
    page.goto(address("/new/"))
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".phone__question")).to_have_text("…")  # the page's script is there
    page.get_by_role("button", name="Clear-cuts").click()
    expect(page.locator(".phone__question")).to_have_text("Has the forest been cut here?")
    page.get_by_label("Question").first.fill("Is this forest gone?")
    expect(page.locator(".phone__question")).to_have_text("Is this forest gone?")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(re.compile("/(imagery|superpixels)/"))
    draft = CampaignDraft.objects.get()
    assert draft.question_en == "Is this forest gone?"  # type: ignore[attr-defined]  # of modeltranslation
    assert draft.question_uk == "Тут вирубано ліс?"  # type: ignore[attr-defined]  # of modeltranslation
    page.goto(address("/new/"))
    expect(page.get_by_role("heading", name="Clear-cuts")).to_be_visible()
    expect(page.get_by_text("Next: Imagery")).to_be_visible()


def test_the_outlines_follow_the_sliders_and_the_campaign_is_created(
    open_page: OpenPage, address: Address, draft: CampaignDraft
) -> None:
    page = open_page(user=draft.owner, width=1280)
    page.goto(address(draft.step_url("superpixels")))
    tiles = page.locator(".preview[data-state=ready]")
    expect(tiles).to_have_count(3, timeout=SLOW_MS)
    first = page.locator(".preview__line").first.get_attribute("d")
    page.get_by_label("Parts in a picture").fill("90")
    expect(page.locator("output").first).to_have_text("90")
    expect(page.locator(".preview__line").first).not_to_have_attribute("d", first or "")
    expect(tiles).to_have_count(3, timeout=SLOW_MS)
    expect(page.locator(".sees")).to_contain_text("about 90 parts")
    picture = page.locator(".preview__picture").first.get_attribute("src")
    page.get_by_role("button", name="Other pictures").click()
    expect(page.locator(".preview__picture").first).not_to_have_attribute("src", picture or "")
    page.get_by_role("button", name="Create the campaign").click()
    expect(page.get_by_text("“Amber” is created")).to_be_visible()
    campaign = Campaign.objects.get()
    assert (campaign.slug, campaign.n_segments) == ("amber", 90)
    assert Membership.objects.get().user == draft.owner


def test_a_source_that_fails_says_why_and_is_tried_again(
    open_page: OpenPage, address: Address, draft: CampaignDraft, server: TileServer
) -> None:
    server.misbehave(Answer.html())
    page = open_page(user=draft.owner)
    page.goto(address(draft.step_url("superpixels")))
    expect(page.locator(".preview[data-state=failed]")).to_have_count(3, timeout=SLOW_MS)
    server.recover()
    page.get_by_role("button", name="Try again").first.click()
    expect(page.locator(".preview[data-state=ready]")).to_have_count(3, timeout=SLOW_MS)


def test_a_later_change_is_saved_after_its_consequences_were_read(
    open_page: OpenPage, address: Address, campaign: Campaign, admin: User
) -> None:
    make_label_tile(campaign)
    answer_tile(campaign, make_guest(campaign), positive={1})
    page = open_page(user=admin)
    page.goto(address("/c/amber/settings/"))
    page.get_by_role("link", name="Change: Superpixels").click()
    page.get_by_label("Parts in a picture").fill("60")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("1 tile with answers (6 in all) stays cut as it is")
    page.get_by_label("I have read this").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/c/amber/settings/")
    assert Campaign.objects.get().n_segments == 60
    assert LabelTile.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_campaign_is_archived_brought_back_and_deleted(
    open_page: OpenPage, address: Address, campaign: Campaign, admin: User
) -> None:
    page = open_page(user=admin)
    page.goto(address("/c/amber/settings/"))
    page.get_by_role("button", name="Archive").click()
    expect(page.get_by_text("This campaign is archived")).to_be_visible()
    page.get_by_role("button", name="Bring back").click()
    expect(page.get_by_text("The campaign is back")).to_be_visible()
    page.get_by_role("link", name="Delete…").click()
    page.get_by_label("Type the campaign’s name").fill("amber")
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not the campaign’s name")
    page.get_by_label("Type the campaign’s name").fill("Amber")
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text("“Amber” is being deleted")).to_be_visible()
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("locale", ["en-GB", "uk-UA"])
def test_every_page_fits(
    open_page: OpenPage, address: Address, draft: CampaignDraft, campaign: Campaign, width: int, locale: str
) -> None:
    make_label_tile(campaign)
    answer_tile(campaign, make_guest(campaign), positive={1})
    make_member("cleo", campaign, Membership.Role.ADMIN)
    Membership.objects.create(campaign=campaign, user=draft.owner, role=Membership.Role.ADMIN)
    page = open_page(user=draft.owner, width=width, height=800, touch=width == 360, locale=locale)
    pages = {
        "new": "/new/",
        "question": draft.step_url("question"),
        "superpixels": draft.step_url("superpixels"),
        "settings": "/c/amber/settings/",
        "settings-question": "/c/amber/settings/question/",
        "delete": "/c/amber/settings/delete/",
    }
    for name, path in pages.items():
        page.goto(address(path))
        if name == "superpixels":
            expect(page.locator(".preview[data-state=ready]")).to_have_count(3, timeout=SLOW_MS)
        keep_picture(page, f"{name}-{width}-{locale[:2]}")
        assert fits(page), name
    page.goto(address("/c/amber/settings/superpixels/"))
    page.locator("#id_n_segments").fill("60")
    page.locator(".setup__actions button").click()
    expect(page.locator(".consequences")).to_be_visible()
    keep_picture(page, f"consequences-{width}-{locale[:2]}")
    assert fits(page)
