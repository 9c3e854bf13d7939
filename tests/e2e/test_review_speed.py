"""An editor decides a hundred findings by keyboard, and two editors are never shown the same one at once."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from campaigns.models import Campaign
from detection.models import Detection, FindingClaim, Mention, Review
from detection.review.services.record_review import record_review
from detection.runs.services.link_places import link_places
from tests.e2e.conftest import OpenPage
from tests.factories_detection import make_detection, make_run

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
Address = Callable[[str], str]
FINDINGS = 100


def draw_findings(campaign: Campaign, count: int, *, apart: float = 0.001) -> list[Detection]:
    run = make_run(campaign)
    found = [make_detection(run, score=round(0.99 - n * apart, 3), files=True) for n in range(count)]
    link_places(run=run)
    return found


def shown(page: Page) -> str:
    """The number of the place on the page, once its picture is there; empty when nothing is."""
    page.wait_for_function(
        """() => !document.querySelector(".viewer[aria-busy]") &&
            (document.querySelector("[data-review-target=picture]:not([hidden])") ||
             /waits|open/.test(document.querySelector("[data-review-target=note]").textContent))"""
    )
    if page.locator("[data-review-target=picture]").is_hidden():
        return ""
    return page.locator("[data-review-target=fact-id]").inner_text()


def press(page: Page, keys: str, before: str) -> None:
    """And wait until another finding is on the page, or none."""
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_function(
        """(before) => document.querySelector("[data-review-target=facts]").hidden ||
            document.querySelector("[data-review-target=fact-id]").textContent !== before""",
        arg=before,
    )


def test_a_hundred_findings_are_decided_by_keyboard_alone(
    open_page: OpenPage, address: Address, campaign: Campaign, editor: User
) -> None:
    findings = draw_findings(campaign, FINDINGS)
    page = open_page(user=editor, width=1440, height=900)
    page.goto(address("/c/amber/review/?order=area"))
    seen = []
    for number in range(FINDINGS):
        seen.append(shown(page))
        press(page, ("c", "r1", "u", "r6")[number % 4], seen[-1])
    assert shown(page) == ""
    expect(page.locator("[data-review-target=count]")).to_have_text("0 findings")
    page.wait_for_load_state("networkidle")
    assert len(set(seen)) == FINDINGS
    assert set(Review.objects.values_list("detection", flat=True)) == {one.pk for one in findings}
    assert Review.objects.filter(editor=editor).count() == FINDINGS
    assert Review.objects.filter(reason=Review.Reason.PICTURE).count() == FINDINGS // 4


def test_two_editors_are_never_shown_the_same_finding_at_once(
    open_page: OpenPage, address: Address, campaign: Campaign, editor: User, second_editor: User
) -> None:
    findings = draw_findings(campaign, 8)
    pages = [open_page(user=person, width=1024, height=768) for person in (editor, second_editor)]
    for page in pages:
        page.goto(address("/c/amber/review/"))
    for turn in range(24):
        on_pages = [shown(page) for page in pages]
        assert not on_pages[0] or on_pages[0] != on_pages[1]
        page = pages[turn % 2]
        if on_pages[turn % 2]:
            press(page, "c", on_pages[turn % 2])
        else:
            page.reload()
    for page in pages:
        page.wait_for_load_state("networkidle")
    states = set(
        Detection.objects.filter(pk__in=[one.pk for one in findings]).values_list("review_state", flat=True)
    )
    assert states == {Detection.State.CONFIRMED}
    assert not FindingClaim.objects.exists()


def test_a_skipped_finding_goes_to_the_end_and_to_the_other_editor(
    open_page: OpenPage, address: Address, campaign: Campaign, editor: User, second_editor: User
) -> None:
    draw_findings(campaign, 6)
    page = open_page(user=editor, width=1440, height=900)
    page.goto(address("/c/amber/review/"))
    assert shown(page) == "#1"
    press(page, "s", "#1")
    assert shown(page) == "#2"
    expect(page.locator("[data-review-target=list] .place").last).to_contain_text("#1")
    page.wait_for_load_state("networkidle")
    other = open_page(user=second_editor)
    other.goto(address("/c/amber/review/"))
    assert shown(other) == "#1"


def test_a_finding_opened_by_its_link_says_that_another_editor_has_it_open(
    open_page: OpenPage, address: Address, campaign: Campaign, editor: User, second_editor: User
) -> None:
    first = draw_findings(campaign, 3)[0]
    one, other = open_page(user=editor), open_page(user=second_editor)
    one.goto(address("/c/amber/review/"))
    assert shown(one) == "#1"
    other.goto(address(f"/c/amber/review/#detection={first.pk}"))
    note = other.locator("[data-review-target=elsewhere]")
    expect(note).to_be_visible()
    expect(note).not_to_contain_text(editor.username)
    other.keyboard.press("c")
    other.wait_for_load_state("networkidle")
    assert Review.objects.get().editor == second_editor


def test_twenty_five_decisions_are_undone_one_after_the_other(
    open_page: OpenPage, address: Address, campaign: Campaign, editor: User
) -> None:
    draw_findings(campaign, 26)
    page = open_page(user=editor, width=1440, height=900)
    page.goto(address("/c/amber/review/"))
    for _ in range(25):
        press(page, "c", shown(page))
    page.wait_for_load_state("networkidle")
    page.reload()  # what was decided before the page was loaded again is undone too
    assert shown(page) == "#26"
    for number in range(25, 0, -1):
        page.keyboard.press("z")
        expect(page.locator("[data-review-target=fact-id]")).to_have_text(f"#{number}")
        expect(page.locator("[data-review-target=status]")).to_contain_text(f"#{number} was undone")
    assert not Review.objects.standing().exists()
    expect(page.locator("[data-review-target=undo]")).to_be_disabled()


def test_a_link_reproduces_filters_and_order(
    open_page: OpenPage, address: Address, campaign: Campaign, editor: User
) -> None:
    draw_findings(campaign, 5, apart=0.01)
    page = open_page(user=editor, width=1440, height=900)
    page.goto(address("/c/amber/review/"))
    assert shown(page) == "#1"
    page.select_option("#filter-order", "uncertain")
    page.get_by_text("More filters").click()
    page.locator("#filter-score-max").fill("0.97")
    expect(page.locator("[data-review-target=count]")).to_have_text("3 findings")
    assert page.url.endswith("/review/?order=uncertain&max_score=0.97")
    other = open_page(user=editor, width=1440, height=900)
    other.goto(page.url)
    assert shown(other) == "#5"
    expect(other.locator("[data-review-target=list] .place")).to_have_count(3)


def test_closeness_and_outlines_stay_from_one_finding_to_the_next_and_after_a_reload(
    open_page: OpenPage, address: Address, campaign: Campaign, editor: User
) -> None:
    draw_findings(campaign, 3)
    page = open_page(user=editor, width=1440, height=900)
    page.goto(address("/c/amber/review/"))
    assert shown(page) == "#1"
    page.keyboard.press("x")
    page.click("[data-review-target=bare]")
    press(page, "c", "#1")
    for _ in range(2):
        assert shown(page) == "#2"
        expect(page.locator(".viewer__stage--zoomed")).to_have_count(1)
        expect(page.locator(".viewer__outlines")).to_be_hidden()
        page.reload()


def test_a_mention_lists_the_finding_and_shows_no_word_before_the_decision(
    open_page: OpenPage, address: Address, campaign: Campaign, editor: User, second_editor: User
) -> None:
    first = draw_findings(campaign, 3)[0]
    record_review(detection=first, editor=editor, decision="confirmed", comment="Rows of pits, @edda?")
    assert Mention.objects.get().user == second_editor
    page = open_page(user=second_editor, width=1440, height=900)
    page.goto(address("/c/amber/review/?state=mentions"))
    assert shown(page) == "#1"
    expect(page.locator("[data-review-target=list] .place")).to_have_count(1)
    assert "Rows of pits" not in page.content()
