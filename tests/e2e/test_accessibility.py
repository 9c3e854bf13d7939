"""axe looks at every page, as everyone who may open it, on a phone and on a laptop, in both languages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from playwright.sync_api import Page, expect

from campaigns.models import Campaign, CampaignDraft, Job
from detection.models import ReaderReport
from detection.publication.services.publish_release import publish_release
from detection.reports.services.answer_report import answer_report
from detection.review.services.record_review import record_review
from detection.thresholds.services.gather_candidates import gather_candidates
from labeling.models import Answer, Consensus, Event, GoldAnswer, Team
from labeling.volunteers.actions import exclude_contributor
from tests.e2e.conftest import OpenPage
from tests.factories import make_user
from tests.factories_detection import make_detection, make_model_version, make_run
from tests.factories_labeling import N_SUPERPIXELS, answer_tile, make_event, make_guest, make_label_tile
from tests.factories_reports import make_report
from tests.labeling.volunteers.test_volunteers_page import make_skill

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

Address = Callable[[str], str]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, LAPTOP = (360, 740), (1440, 900)
LANGUAGES = {"en": "en-GB", "uk": "uk-UA"}


@dataclass(frozen=True)
class Place:
    path: str
    ready: str = "h1"
    """Selector of what is there once the page's script has done its work."""


EVERYBODYS = [
    Place("/"),
    Place("/sign-in/"),
    Place("/password/reset/"),
    Place("/password/reset/sent/"),
    Place("/password/set/MQ/none/"),
    Place("/invite/none/"),
    Place("/join/"),
    Place("/join/?code=NOBODY"),
    Place("/join/ABC234/"),
    Place("/join/CLOSED/"),
    Place("/events/ABC234/"),
    Place("/events/ABC234/board/", "[data-board-target=map] [data-state]"),
    Place("/c/amber/"),
    Place("/c/amber/label/"),
    Place("/c/amber/map/", ".leaflet-cover-pane path"),
    Place("/c/amber/map/embed/", ".leaflet-cover-pane path"),
    Place("/c/amber/map/releases/1/"),
    Place("/c/amber/map/places/1/"),
    Place("/c/amber/map/report/?place=1"),
    Place("/c/amber/map/report/?lng=27.5&lat=51.3", ".report-pin"),
    Place("/c/amber/reports/ticket-accepted/"),
    Place("/c/amber/reports/ticket-looking/"),
    Place("/c/amber/reports/ticket-declined/"),
    Place("/c/amber/corrections/"),
    Place("/c/nowhere/"),
]
LABELLERS = [Place("/c/amber/tutorial/", ".tutorial__choice:not([disabled])"), Place("/c/amber/thanks/")]
EDITORS = [
    Place("/c/amber/"),
    Place("/c/amber/events/"),
    Place("/c/amber/queue/", ".graticule__label span"),
    Place("/c/amber/volunteers/"),
    Place("/c/amber/expert/"),
    Place("/c/amber/exports/"),
    Place("/c/amber/review/", ".viewer img"),
    Place("/c/amber/reports/"),
    Place("/c/amber/label/", ".part"),
]
ADMINS = [
    Place("/c/amber/"),
    Place("/c/amber/people/"),
    Place("/account/"),
    Place("/account/password/"),
    Place("/c/amber/first-labels/"),
    Place("/c/amber/ready/"),
    Place("/c/amber/rules/"),
    Place("/c/amber/settings/region/", ".graticule__label span"),
    Place("/c/amber/events/"),
    Place("/c/amber/releases/"),
    Place("/c/amber/review/editors/"),
    Place("/c/amber/review/many/"),
    Place("/c/amber/districts/"),
    Place("/c/amber/searches/new/"),
    Place("/c/amber/searches/1/"),
    Place("/c/amber/searches/1/thresholds/", "[data-thresholds-target=n-findings]"),
    Place("/c/amber/settings/"),
    Place("/c/amber/settings/question/"),
    Place("/c/amber/settings/superpixels/", ".sees:not([hidden])"),
    Place("/c/amber/settings/delete/"),
]


@pytest.fixture
def world(
    campaign: Campaign, volunteer: User, editor: User, second_editor: User, admin: User
) -> Iterator[Campaign]:
    """A campaign in which every page has something to show."""
    cache.clear()
    fill_the_room(campaign, editor)
    fill_the_map(campaign, editor, second_editor, admin)
    Job.objects.create(campaign=campaign, kind=Job.Kind.PREPARE).claim()
    yield campaign
    cache.clear()


def fill_the_room(campaign: Campaign, editor: User) -> None:
    event = make_event(campaign, code="ABC234", goal_tiles=20)
    Team.objects.create(event=event, name="Pine")
    make_event(campaign, code="CLOSED", name="Last year's", is_closed=True)
    for index in range(8):
        make_label_tile(campaign, index)
    for index in (20, 21):
        give_gold(campaign, index)
    answer_tile(campaign, make_guest(campaign, "Ada"), {2})
    split = make_label_tile(campaign, 30, is_done=True, target=0)
    Consensus.objects.create(label_tile=split, superpixel=2, state=Consensus.State.EXPERT, probability=0.5)
    for name, suspicions in {"Bob": [], "Wild": ["gold", "chance"], "Gone": ["same"]}.items():
        participation = make_skill(make_guest(campaign, name), *suspicions)
    exclude_contributor(participation=participation, author=editor, reason="Taps everything")


def give_gold(campaign: Campaign, index: int) -> None:
    tile = make_label_tile(campaign, index, is_done=True, target=0)
    GoldAnswer.objects.bulk_create(
        GoldAnswer(
            label_tile=tile,
            superpixel=number,
            answer=Answer.POSITIVE if number < 3 else Answer.NEGATIVE,
            reason="Round pits in torn sand." if number < 3 else "Whole ground.",
        )
        for number in range(1, N_SUPERPIXELS + 1)
    )


def fill_the_map(campaign: Campaign, editor: User, second_editor: User, admin: User) -> None:
    run = make_run(campaign, model_version=make_model_version(campaign))
    detections = [make_detection(run, score=score, files=True) for score in (0.95, 0.9, 0.85)]
    run.tile_results.update(max_probability=0.95)
    gather_candidates(run=run)
    for person in (editor, second_editor):
        record_review(detection=detections[0], editor=person, decision="confirmed")
    release = publish_release(campaign=campaign, run=run, published_by=admin)
    for text, state in (("This is our quarry.", "accepted"), ("A pit", "looking"), ("A pond", "declined")):
        report = make_report(release, 1, text=text, contact="+380 44 000 00 00")
        ReaderReport.objects.filter(pk=report.pk).update(token=f"ticket-{state}")
        answer_report(report=report, editor=editor, state=state, public_answer="Thank you.")
    make_report(release, text="Pits behind the church")


def complaints(page: Page, place: Place, width: int) -> list[str]:
    """What axe finds, and whether the page can be pushed sideways."""
    expect(page.locator(place.ready).first).to_be_visible()
    page.wait_for_load_state("networkidle")
    # By the debugging protocol: the page's own policy forbids foreign scripts.
    page.evaluate(AXE)
    run = "rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })"
    found: list[dict[str, Any]] = page.evaluate(f"{run}.then((result) => result.violations)", RULES)
    told = [
        f"{place.path}: {one['id']}: {node['target']} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]
    widest = page.evaluate("document.documentElement.scrollWidth")
    return told + ([f"{place.path} is {widest} px wide"] if widest > width else [])


@pytest.fixture(
    params=[(size, language) for size in (PHONE, LAPTOP) for language in LANGUAGES],
    ids=lambda param: f"{param[0][0]}-{param[1]}",
)
def visit(request: pytest.FixtureRequest, open_page: OpenPage, address: Address) -> Callable[..., Page]:
    """Opens places one after another as a user, or as a stranger; fails with all complaints at once."""
    (width, height), language = request.param

    def visit_all(places: list[Place], user: User | None = None, prepare: Any = None) -> Page:
        page = open_page(
            width=width, height=height, touch=width == PHONE[0], user=user, locale=LANGUAGES[language]
        )
        if prepare:
            prepare(page)
        found: list[str] = []
        for place in places:
            page.goto(address(place.path))
            expect(page.locator("html")).to_have_attribute("lang", language)
            found += complaints(page, place, width)
        assert not found, "\n".join(found)
        return page

    return visit_all


def test_pages_that_anybody_opens(world: Campaign, visit: Callable[..., Page]) -> None:
    visit(EVERYBODYS)


def test_the_page_that_a_reader_lands_on(
    world: Campaign, visit: Callable[..., Page], address: Address
) -> None:
    """With the form's errors before it, and every field of the drawing open."""
    page = visit([])
    width = page.viewport_size["width"] if page.viewport_size else 0
    form = Place("/c/amber/map/report/?kind=missed", ".leaflet-container")
    page.goto(address(form.path))
    page.locator(".report-outline summary").click()
    page.locator("[name=text]").fill("Pits behind the church")
    page.locator(".report-page [data-proof-target=button]").click()
    assert complaints(page, Place(form.path, ".errorlist"), width) == []
    page.locator("[name=lat]").fill("51.3")
    page.locator("[name=lng]").fill("27.5")
    page.locator(".report-page [data-proof-target=button]").click()
    assert complaints(page, Place("the ticket", ".report-keep"), width) == []


def test_pages_of_a_guest_from_the_door_to_the_thanks(
    world: Campaign, visit: Callable[..., Page], address: Address
) -> None:
    def join(page: Page) -> None:
        page.goto(address("/join/ABC234/"))
        page.locator("[name=nickname]").fill("Eve")
        page.get_by_label("Pine").check()
        page.locator(".join__start").click()
        expect(page.locator(".tutorial__choice").first).to_be_visible()

    visit([*LABELLERS, Place("/sign-up/"), Place("/sign-in/?keep=1"), Place("/events/ABC234/")], prepare=join)


def test_pages_of_a_volunteer_with_an_account(
    world: Campaign, visit: Callable[..., Page], volunteer: User
) -> None:
    GoldAnswer.objects.all().delete()
    visit([Place("/"), Place("/c/amber/"), Place("/c/amber/label/", ".part"), *LABELLERS[1:]], volunteer)


def test_pages_of_an_editor(world: Campaign, visit: Callable[..., Page], editor: User) -> None:
    GoldAnswer.objects.all().delete()
    visit(EDITORS, editor)


def test_pages_of_an_admin(world: Campaign, visit: Callable[..., Page], admin: User) -> None:
    event = Event.objects.get(code="ABC234")
    visit([*ADMINS, Place(f"/c/amber/events/{event.pk}/")], admin)


def test_pages_of_somebody_who_sets_up_a_campaign(world: Campaign, visit: Callable[..., Page]) -> None:
    owner = make_user("cara", is_staff=True)
    region, source = world.region, world.source
    draft = CampaignDraft.objects.create(owner=owner, name_en="Dumps", source=source, region=region)
    empty = CampaignDraft.objects.create(owner=owner)
    steps = [Place(empty.step_url("question")), Place(draft.step_url("superpixels"), ".sees:not([hidden])")]
    visit([Place("/new/"), *steps], owner)


def test_the_tutorials_verdict_and_its_end(
    world: Campaign, visit: Callable[..., Page], volunteer: User
) -> None:
    tutorial = LABELLERS[0]
    page = visit([tutorial], volunteer)
    width = page.viewport_size["width"] if page.viewport_size else 0
    for number in range(6):
        page.locator("[data-tutorial-target=negative]:not([disabled])").first.click()
        expect(page.locator(".verdict")).to_be_visible()
        if not number:
            assert complaints(page, Place(tutorial.path, ".verdict"), width) == []
        page.locator("[data-tutorial-target=next]").click()
    assert complaints(page, Place(tutorial.path, ".label__empty h2"), width) == []


def test_the_labelling_page_at_work(world: Campaign, visit: Callable[..., Page], volunteer: User) -> None:
    """With marks of each kind, the whole rest offered, help open, and what lies around shown."""
    GoldAnswer.objects.all().delete()
    label = Place("/c/amber/label/", ".part")
    page = visit([label], volunteer)
    width = page.viewport_size["width"] if page.viewport_size else 0
    for key in ("ArrowRight", "ArrowRight", "Space", "ArrowDown", "u", "ArrowLeft", "b"):
        page.keyboard.press(key)
    page.locator(".brush--bad").click()
    page.locator(".label__help summary").click()
    assert complaints(page, label, width) == []
    names = page.locator(".part").evaluate_all(
        "parts => parts.map((part) => part.getAttribute('aria-label'))"
    )
    assert len(names) == len(set(names)) == N_SUPERPIXELS
    assert all(str(number) in name for number, name in enumerate(names, start=1))
