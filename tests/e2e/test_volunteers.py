"""Editors judge volunteers and what these could not agree on, in a browser."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from campaigns.models import Campaign
from labeling.consensus.services.update_consensus import update_consensus
from labeling.models import Answer, Consensus, ExclusionEntry, GoldAnswer, LabelTile, Participation
from tests.e2e.conftest import OpenPage
from tests.factories_labeling import answer_tile, make_guest, make_label_tile
from tests.labeling.volunteers.test_volunteers_page import make_skill

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
Address = Callable[[str], str]


@pytest.fixture
def tile(campaign: Campaign) -> LabelTile:
    """Ada and Bo say that the second part is clear; Wild, of whom the figures speak, taps it."""
    tile = make_label_tile(campaign)
    for name, positive in (("Ada", set()), ("Bo", set()), ("Wild", {2})):
        guest = make_guest(campaign, name)
        answer_tile(campaign, guest, positive)
        suspicions = ["gold", "chance"] if name == "Wild" else []
        make_skill(guest, *suspicions, gold_answers=10, gold_right=3 if suspicions else 9)
    update_consensus(campaign=campaign)
    return tile


@pytest.fixture
def split(campaign: Campaign) -> LabelTile:
    """Eleven have answered, and two parts are still open."""
    tile = make_label_tile(campaign, 5)
    for number in range(11):
        answer_tile(campaign, make_guest(campaign), {2, 5} if number % 2 else set())
    update_consensus(campaign=campaign)
    return tile


def n_counted(tile: LabelTile) -> int:
    return LabelTile.objects.get(pk=tile.pk).n_answers


def test_an_editor_sees_the_evidence_excludes_by_keyboard_and_restores(
    open_page: OpenPage, address: Address, tile: LabelTile, editor: User
) -> None:
    page = open_page(user=editor)
    page.goto(address("/c/amber/volunteers/"))
    wild = page.locator(".volunteer").first
    expect(wild.get_by_role("rowheader")).to_contain_text("Wild")
    expect(wild).to_contain_text("Below chance on gold")
    expect(wild).to_contain_text("3 of 10")
    wild.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Taps at random")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("“Wild” no longer counts")
    last = page.locator(".volunteer").last
    expect(last).to_contain_text("Excluded")
    expect(last.locator(".volunteer__log li")).to_contain_text(re.compile("Excluded.*emil: Taps at random"))
    assert n_counted(tile) == 2
    last.locator("summary").click()
    last.get_by_label("Reason (it is stored)").fill("It was the tablet")
    last.get_by_role("button", name="Count the votes again").click()
    expect(page.get_by_role("status")).to_contain_text("“Wild” counts again")
    expect(page.locator(".volunteer").first.locator(".volunteer__log li")).to_have_count(2)
    assert n_counted(tile) == 3
    actions = list(ExclusionEntry.objects.order_by("pk").values_list("action", "author__username"))
    assert actions == [("excluded", "emil"), ("restored", "emil")]


def test_nobody_is_excluded_without_a_reason(
    open_page: OpenPage, address: Address, tile: LabelTile, editor: User
) -> None:
    page = open_page(user=editor, width=360, height=740, touch=True)
    page.goto(address("/c/amber/volunteers/"))
    first = page.locator(".volunteer").first
    first.locator("summary").tap()
    first.get_by_role("button", name="Exclude").tap()
    expect(first.get_by_label("Reason (it is stored)")).to_be_focused()
    assert not Participation.objects.filter(is_excluded=True).exists()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_an_expert_settles_one_question_after_the_other_and_sees_nobodys_answer(
    open_page: OpenPage, address: Address, split: LabelTile, editor: User
) -> None:
    page = open_page(user=editor)
    page.goto(address("/c/amber/expert/"))
    questions = page.locator(".question")
    expect(questions).to_have_count(2)
    expect(questions.first.get_by_role("img")).to_have_attribute("aria-label", re.compile("part 2"))
    loaded = "image => fetch(image.getAttribute('href')).then((answer) => answer.ok)"
    assert questions.first.locator("image").evaluate(loaded)
    questions.first.get_by_label("Reason, shown to newcomers (optional)").fill("Round pits in torn sand.")
    questions.first.get_by_role("button", name="Yes").click()
    expect(questions).to_have_count(1)
    questions.first.get_by_role("button", name="No", exact=True).focus()
    page.keyboard.press("Enter")
    expect(questions).to_have_count(0)
    settled = dict(GoldAnswer.objects.values_list("superpixel", "answer"))
    assert settled == {2: Answer.POSITIVE, 5: Answer.NEGATIVE}
    assert GoldAnswer.objects.get(superpixel=2).reason == "Round pits in torn sand."
    states = Consensus.objects.filter(label_tile=split, superpixel__in=(2, 5)).values_list("state", flat=True)
    assert set(states) == {Consensus.State.SETTLED}
