"""Volunteers as editors see and exclude them, by page and by API."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign
from labeling.models import Contributor, ExclusionEntry, Participation, Skill
from tests.factories_labeling import make_guest


def make_skill(contributor: Contributor, *suspicions: str, **changes: float) -> Participation:
    participation = contributor.participations.get()
    fields = {
        "sensitivity": 0.8,
        "specificity": 0.96,
        "value": 0.88,
        "low": 0.84,
        "high": 0.91,
        "n_votes": 300,
    }
    figures = {
        "gold_answers": 10,
        "gold_right": 9,
        "gold_low": 0.6,
        "gold_high": 0.98,
        "share_positive": 0.07,
    }
    Skill.objects.create(
        participation=participation,
        log_ratios=[0.0] * 6,
        suspicions=list(suspicions),
        **(fields | figures | changes),
    )
    return participation


@pytest.fixture
def crowd(campaign: Campaign) -> dict[str, Participation]:
    people = {
        "Ada": make_skill(make_guest(campaign, "Ada")),
        "Bob": make_skill(make_guest(campaign, "Bob"), n_votes=900),
        "Hasty": make_skill(make_guest(campaign, "Hasty"), "fast"),
        "Wild": make_skill(make_guest(campaign, "Wild"), "gold", "chance"),
        "Gone": make_skill(make_guest(campaign, "Gone"), "chance"),
    }
    Participation.objects.filter(pk=people["Gone"].pk).update(is_excluded=True)
    return people


JSON = "application/json"


@pytest.fixture
def browser(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def address(name: str, *parts: object) -> str:
    return reverse(name, args=["amber", *parts])


def test_suspects_come_first_and_excluded_volunteers_last(
    browser: Client, crowd: dict[str, Participation]
) -> None:
    page = browser.get(address("volunteers")).content.decode()
    names = re.findall(r"<h2>(\w+)</h2>", page)
    assert names == ["Wild", "Hasty", "Bob", "Ada", "Gone"]


def test_reason_and_evidence_are_shown(browser: Client, crowd: dict[str, Participation]) -> None:
    page = browser.get(address("volunteers")).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "Below chance on gold" in page and "Too fast" in page
    assert "88 %" in page and "(84–91 %)" in page
    assert "9 of 10" in page


def test_excluding_requires_a_reason(browser: Client, crowd: dict[str, Participation]) -> None:
    refused = browser.post(address("volunteer-exclude", crowd["Wild"].pk), {"reason": " "})
    assert refused.status_code == 200 and "errorlist" in refused.content.decode()
    assert not ExclusionEntry.objects.exists()


def test_an_editor_excludes_and_undoes_it(
    browser: Client, editor: User, crowd: dict[str, Participation]
) -> None:
    browser.post(address("volunteer-exclude", crowd["Wild"].pk), {"reason": "Taps everything"})
    crowd["Wild"].refresh_from_db()
    assert crowd["Wild"].is_excluded
    page = browser.get(address("volunteers")).content.decode()
    assert "Taps everything" in page and editor.username in page
    browser.post(address("volunteer-restore", crowd["Wild"].pk), {"reason": "Was a mistake"})
    crowd["Wild"].refresh_from_db()
    assert not crowd["Wild"].is_excluded
    assert "Was a mistake" in browser.get(address("volunteers")).content.decode()


def test_another_campaigns_volunteer_cannot_be_excluded_here(
    browser: Client, campaign: Campaign, crowd: dict[str, Participation]
) -> None:
    other = Campaign.objects.create(slug="other", source=campaign.source, region={})
    stranger = make_guest(other).participations.get()
    assert browser.post(address("volunteer-exclude", stranger.pk), {"reason": "Why"}).status_code == 404


def test_the_api_returns_the_same(browser: Client, crowd: dict[str, Participation]) -> None:
    rows = browser.get(address("api-volunteers")).json()
    assert [row["nickname"] for row in rows] == ["Wild", "Hasty", "Bob", "Ada", "Gone"]
    assert rows[0]["skill"]["suspicions"] == ["gold", "chance"]
    assert rows[0]["skill"]["value"] == 0.88
    assert rows[-1]["is_excluded"]


def test_the_api_excludes_and_restores(
    browser: Client, editor: User, crowd: dict[str, Participation]
) -> None:
    exclude, restore = (address(f"api-volunteer-{verb}", crowd["Wild"].pk) for verb in ("exclude", "restore"))
    assert browser.post(exclude, {}, JSON).status_code == 400
    entry = browser.post(exclude, {"reason": "Taps everything"}, JSON).json()
    assert (entry["action"], entry["author"]) == ("excluded", editor.username)
    assert browser.post(exclude, {"reason": "Taps everything"}, JSON).status_code == 409
    assert browser.post(restore, {"reason": "Was a mistake"}, JSON).json()["action"] == "restored"
    (row,) = [row for row in browser.get(address("api-volunteers")).json() if row["nickname"] == "Wild"]
    assert [line["reason"] for line in row["log"]] == ["Was a mistake", "Taps everything"]


def test_many_volunteers_are_paginated(browser: Client, campaign: Campaign) -> None:
    for _ in range(51):
        make_skill(make_guest(campaign))
    assert browser.get(address("volunteers")).content.decode().count('class="card volunteer') == 50
    assert browser.get(address("volunteers") + "?page=2").content.decode().count('class="card volunteer') == 1


def test_an_empty_list_says_so(browser: Client) -> None:
    assert "No estimates yet" in browser.get(address("volunteers")).content.decode()
