"""The thank-you page: what a volunteer's answers have changed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign
from labeling.consensus.services.mark_gold import mark_gold
from labeling.consensus.services.update_consensus import update_consensus
from labeling.events.contribution import Contribution, contribution_of
from labeling.models import Contributor
from tests.factories_detection import make_model_version
from tests.factories_labeling import answer_tile, guest_client, make_event, make_guest, make_label_tile
from webapp.thanks import model_progress_since

THANKS = "/c/amber/thanks/"


@pytest.fixture
def hall(campaign: Campaign) -> Campaign:
    """Two tiles; three answers settle."""
    Campaign.objects.update(positive_votes_to_agree=3)
    campaign.refresh_from_db()
    for index in range(2):
        make_label_tile(campaign, index)
    return campaign


@pytest.fixture
def ada(hall: Campaign) -> Contributor:
    """Marks parts 1 and 2; two others only part 1."""
    ada = make_guest(hall, "Ada")
    answer_tile(hall, ada, {1, 2})
    return ada


def contribution(contributor: Contributor) -> Contribution:
    participation = contributor.participations.get()
    update_consensus(campaign=participation.campaign)
    return contribution_of(participation)


def test_nothing_is_decided_before_others_have_answered(ada: Contributor) -> None:
    page = contribution(ada)
    assert (page.tiles, page.superpixels, page.settled, page.open) == (1, 6, 0, 6)
    assert page.agreement is None


def test_an_answer_that_others_agree_with_counts_as_decided(hall: Campaign, ada: Contributor) -> None:
    for _ in range(2):
        answer_tile(hall, make_guest(hall), {1})
    page = contribution(ada)
    assert (page.found, page.found_tiles) == (1, 1)
    assert page.settled >= 5
    assert page.open == 6 - page.settled


def test_an_answer_against_the_decision_counts_against_the_agreement(
    hall: Campaign, ada: Contributor
) -> None:
    tile = hall.label_tiles.earliest("pk")
    for superpixel, answer in ((1, "positive"), (2, "negative"), (3, "negative"), (4, "positive")):
        mark_gold(label_tile=tile, superpixel=superpixel, answer=answer, author=None)  # type: ignore[arg-type]  # its value
    page = contribution(ada)
    assert (page.settled, page.judged, page.agreeing) == (4, 4, 2)
    assert page.agreement_percent == 50


def test_the_page_shows_the_figures_and_links_onward(hall: Campaign, ada: Contributor) -> None:
    ada.participations.update(event=make_event(hall, code="ABC234"))
    page = guest_client(ada).get(THANKS).content.decode()
    assert "Thank you, Ada" in page
    assert "6 need more answers" in page
    assert "/events/ABC234/" in page and "/sign-up/?next=/c/amber/thanks/" in page


def test_the_models_f1_before_and_after_is_shown(hall: Campaign, ada: Contributor) -> None:
    earlier = make_model_version(hall, metrics={"f1": 0.71})
    type(earlier).objects.update(created_at=timezone.now() - timedelta(days=1))
    assert "not been trained since" in guest_client(ada).get(THANKS).content.decode()
    make_model_version(hall, metrics={"f1": 0.84})
    assert "0.71 → 0.84" in guest_client(ada).get(THANKS).content.decode()


def test_a_first_model_is_shown_without_a_previous_one(hall: Campaign, ada: Contributor) -> None:
    make_model_version(hall, metrics={"f1": 0.84})
    learning = model_progress_since(hall, timezone.now() - timedelta(days=1))
    assert learning is not None
    assert (learning.before, learning.f1_now) == (None, 0.84)
    assert "0.84" in guest_client(ada).get(THANKS).content.decode()


def test_a_volunteer_without_answers_is_not_thanked(hall: Campaign) -> None:
    assert "Nothing yet" in guest_client(make_guest(hall)).get(THANKS).content.decode()


def test_a_stranger_sees_how_to_join(hall: Campaign) -> None:
    assert Client().get(THANKS).status_code == 403
