"""What a volunteer's answers have changed, told to that volunteer."""

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


def test_nothing_is_settled_before_others_have_answered(ada: Contributor) -> None:
    told = contribution(ada)
    assert (told.tiles, told.superpixels, told.settled, told.open) == (1, 6, 0, 6)
    assert told.agreement is None


def test_what_others_agree_on_is_settled_with_ones_answer(hall: Campaign, ada: Contributor) -> None:
    for _ in range(2):
        answer_tile(hall, make_guest(hall), {1})
    told = contribution(ada)
    assert (told.found, told.found_tiles) == (1, 1)
    assert told.settled >= 5
    assert told.open == 6 - told.settled


def test_an_answer_against_the_decision_counts_against_the_agreement(
    hall: Campaign, ada: Contributor
) -> None:
    tile = hall.label_tiles.earliest("pk")
    for superpixel, answer in ((1, "positive"), (2, "negative"), (3, "negative"), (4, "positive")):
        mark_gold(label_tile=tile, superpixel=superpixel, answer=answer, author=None)  # type: ignore[arg-type]  # its value
    told = contribution(ada)
    assert (told.settled, told.judged, told.agreeing) == (4, 4, 2)
    assert told.agreement_percent == 50


def test_the_page_says_it_in_words_and_leads_on(hall: Campaign, ada: Contributor) -> None:
    ada.participations.update(event=make_event(hall, code="ABC234"))
    page = guest_client(ada).get(THANKS).content.decode()
    assert "Thank you, Ada" in page
    assert "6 wait for others" in page
    assert "/events/ABC234/" in page and "/sign-up/?next=/c/amber/thanks/" in page


def test_the_models_f1_before_and_since_is_told(hall: Campaign, ada: Contributor) -> None:
    earlier = make_model_version(hall, metrics={"f1": 0.71})
    type(earlier).objects.update(created_at=timezone.now() - timedelta(days=1))
    assert "not been trained since" in guest_client(ada).get(THANKS).content.decode()
    make_model_version(hall, metrics={"f1": 0.84})
    assert "0.71 → 0.84" in guest_client(ada).get(THANKS).content.decode()


def test_a_first_model_is_told_without_a_before(hall: Campaign, ada: Contributor) -> None:
    make_model_version(hall, metrics={"f1": 0.84})
    learning = model_progress_since(hall, timezone.now() - timedelta(days=1))
    assert learning is not None
    assert (learning.before, learning.f1_now) == (None, 0.84)
    assert "0.84" in guest_client(ada).get(THANKS).content.decode()


def test_who_has_answered_nothing_is_not_thanked_for_it(hall: Campaign) -> None:
    assert "Nothing yet" in guest_client(make_guest(hall)).get(THANKS).content.decode()


def test_a_stranger_is_told_how_to_join(hall: Campaign) -> None:
    assert Client().get(THANKS).status_code == 403
