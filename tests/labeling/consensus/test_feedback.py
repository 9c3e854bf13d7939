"""Volunteers may correct their answers after feedback; their skill is measured before it."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from campaigns.models import Campaign
from labeling.consensus.ballots import STRIDE
from labeling.consensus.gather_ballots import gather_ballots
from labeling.consensus.responses import POSITIVE
from labeling.consensus.services.estimate_skills import estimate_skills
from labeling.consensus.services.mark_gold import mark_gold
from labeling.models import Answer, Contributor, LabelTile, Participation, Skill
from tests.factories_labeling import CLOCK, guest_client, make_event, make_guest, make_label_tile

API = "/api/v1/campaigns/amber/labeling/"


@pytest.fixture
def tile(campaign: Campaign) -> LabelTile:
    """Of six superpixels an expert called the second positive and the third negative."""
    tile = make_label_tile(campaign)
    mark_gold(label_tile=tile, superpixel=2, answer=Answer.POSITIVE, author=None)
    mark_gold(label_tile=tile, superpixel=3, answer=Answer.NEGATIVE, author=None)
    return tile


def make_guest_with_feedback(campaign: Campaign, *, shows_feedback: bool = True) -> Contributor:
    guest = make_guest(campaign)
    Participation.objects.filter(contributor=guest).update(
        event=make_event(campaign, shows_feedback=shows_feedback, code=uuid4().hex[:12])
    )
    return guest


def post(browser: Client, path: str, **body: Any) -> Any:
    answer = browser.post(API + path, body, content_type="application/json")
    assert answer.status_code < 300, answer.content
    return answer.json() if answer.content else None


def vote(tile: LabelTile, superpixel: int, answer: str, clock: int) -> dict[str, Any]:
    return {"id": str(uuid4()), "tile": tile.pk, "superpixel": superpixel, "answer": answer, "clock": clock}


def answer_then_correct(guest: Contributor, tile: LabelTile, correction: str) -> None:
    """Finish, undo, and answer the second superpixel again."""
    browser = guest_client(guest)
    lease = post(browser, "next/")["tiles"][0]["assignment"]
    post(browser, f"assignments/{lease}/finish/", clock=CLOCK)
    post(browser, f"assignments/{lease}/reopen/", clock=CLOCK + 1)
    votes = [vote(tile, 2, correction, CLOCK + 2)]
    post(browser, f"assignments/{lease}/finish/", clock=CLOCK + 3, votes=votes)


def votes_on(campaign: Campaign, tile: LabelTile, superpixel: int) -> list[bool]:
    """For each vote in the estimate: whether it is a yes."""
    ballots = gather_ballots(campaign)
    keys = ballots.item_keys[ballots.votes.items]
    responses = ballots.votes.responses[keys == tile.pk * STRIDE + superpixel]
    return [response == POSITIVE for response in responses.tolist()]


@pytest.mark.parametrize("correction", ["positive", "unsure", "withdrawn"])
def test_a_correction_after_feedback_does_not_change_the_skill(
    campaign: Campaign, tile: LabelTile, correction: str
) -> None:
    answer_then_correct(make_guest_with_feedback(campaign), tile, correction)
    assert votes_on(campaign, tile, 2) == [False]
    estimate_skills(campaign=campaign)
    skill = Skill.objects.get()
    assert (skill.gold_answers, skill.gold_right) == (2, 1)


def test_a_correction_without_feedback_counts(campaign: Campaign, tile: LabelTile) -> None:
    answer_then_correct(make_guest_with_feedback(campaign, shows_feedback=False), tile, "positive")
    assert votes_on(campaign, tile, 2) == [True]


def test_corrections_on_superpixels_without_gold_count(campaign: Campaign, tile: LabelTile) -> None:
    guest = make_guest_with_feedback(campaign)
    browser = guest_client(guest)
    lease = post(browser, "next/")["tiles"][0]["assignment"]
    post(browser, f"assignments/{lease}/finish/", clock=CLOCK)
    post(browser, "votes/", votes=[vote(tile, 5, "positive", CLOCK + 2)])
    assert votes_on(campaign, tile, 5) == [True]
    assert votes_on(campaign, tile, 3) == [False]


def test_feedback_shown_twice_keeps_the_first_answer(campaign: Campaign, tile: LabelTile) -> None:
    guest = make_guest_with_feedback(campaign)
    answer_then_correct(guest, tile, "positive")
    lease = guest.assignments.get()
    first = lease.feedback_at
    post(guest_client(guest), f"assignments/{lease.pk}/finish/", clock=CLOCK + 9)
    lease.refresh_from_db()
    assert lease.feedback_at == first
    assert votes_on(campaign, tile, 2) == [False]


def test_first_answers_of_excluded_contributors_do_not_count(campaign: Campaign, tile: LabelTile) -> None:
    guest = make_guest_with_feedback(campaign)
    answer_then_correct(guest, tile, "positive")
    guest.participations.update(is_excluded=True)
    assert votes_on(campaign, tile, 2) == []
