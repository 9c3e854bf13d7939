"""Admins change how many answers a tile gets, by page and by API, without losing votes."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign
from labeling.consensus.services.update_consensus import update_consensus
from labeling.models import Consensus, LabelTile, Vote
from labeling.sweeps import estimate_where_due
from tests.factories_labeling import N_SUPERPIXELS, answer_tile, make_guest, make_label_tile

PAGE, API = "/c/amber/rules/", "/api/v1/campaigns/amber/labeling/rules/"
RULES = {
    "votes_to_agree": 2,
    "positive_votes_to_agree": 3,
    "votes_when_split": 4,
    "votes_at_most": 9,
    "gold_share": 0.1,
    "random_share": 0.2,
}
JSON = "application/json"


@pytest.fixture
def browser(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def stored(campaign: Campaign) -> dict[str, float]:
    campaign.refresh_from_db()
    return {name: getattr(campaign, name) for name in RULES}


def test_the_page_explains_each_setting_and_stores_the_input(browser: Client, campaign: Campaign) -> None:
    page = browser.get(PAGE).content.decode()
    assert page.count('aria-describedby="id_') == len(RULES)
    assert "Yes votes before a part counts as positive" in page
    answer = browser.post(PAGE, RULES, follow=True).content.decode()
    assert "All answers stay" in answer
    assert stored(campaign) == RULES
    assert "Nothing was changed." in browser.post(PAGE, RULES, follow=True).content.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("votes_to_agree", 0),
        ("votes_to_agree", 51),
        ("votes_when_split", 1),
        ("votes_at_most", 3),
        ("positive_votes_to_agree", 1),
        ("positive_votes_to_agree", 10),
        ("gold_share", 0.6),
        ("random_share", -0.1),
        ("votes_at_most", "many"),
    ],
)
def test_inconsistent_rules_are_refused_with_the_reason(
    browser: Client, campaign: Campaign, name: str, value: object
) -> None:
    before = stored(campaign)
    page = browser.post(PAGE, RULES | {name: value})
    assert page.status_code == 200
    assert page.content.decode().count('role="alert"') >= 1
    answer = browser.patch(API, RULES | {name: value}, content_type=JSON)
    assert answer.status_code == 400
    assert answer.json().keys() & {name, "votes_when_split"}
    assert stored(campaign) == before


def test_the_api_changes_a_single_setting(browser: Client, campaign: Campaign) -> None:
    assert browser.get(API).json()["votes_at_most"] == 11
    assert browser.patch(API, {"votes_at_most": 7}, content_type=JSON).json()["votes_at_most"] == 7
    refused = browser.patch(API, {"votes_at_most": 4}, content_type=JSON)
    assert refused.json() == {"votes_at_most": ["Must be at least “Answers when votes are split”."]}
    assert stored(campaign)["votes_at_most"] == 7


def test_tiles_are_judged_again_by_the_new_rules_and_no_vote_is_lost(
    browser: Client, campaign: Campaign
) -> None:
    tile = make_label_tile(campaign)
    for positive in (set(), set(), {1}):
        answer_tile(campaign, make_guest(campaign), positive)
    update_consensus(campaign=campaign)
    assert not LabelTile.objects.get().is_done
    browser.patch(
        API,
        {"votes_to_agree": 1, "positive_votes_to_agree": 1, "votes_when_split": 3, "votes_at_most": 3},
        content_type=JSON,
    )
    estimate_where_due()
    tile.refresh_from_db()
    assert (tile.is_done, tile.needs_consensus) == (True, False)
    assert tile.consensus.get(superpixel=2).state == Consensus.State.AGREED
    browser.patch(API, RULES | {"votes_to_agree": 4, "positive_votes_to_agree": 4}, content_type=JSON)
    estimate_where_due()
    tile.refresh_from_db()
    assert not tile.is_done
    assert Vote.objects.standing().count() == 3 * N_SUPERPIXELS


def test_only_admins_see_the_page_in_the_navigation(client: Client, editor: User, admin: User) -> None:
    for person, finds in ((editor, False), (admin, True)):
        client.force_login(person)
        assert (f'href="{PAGE}"' in client.get("/c/amber/volunteers/").content.decode()) is finds
