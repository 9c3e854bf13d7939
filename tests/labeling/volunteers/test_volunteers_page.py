"""Volunteers as editors see and exclude them, by page and by API."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from campaigns.models import Campaign
from labeling.models import Assignment, Contributor, ExclusionEntry, Participation, Skill
from tests.factories_labeling import answer_tile, make_guest, make_label_tile


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


def names_in(page: str) -> list[str]:
    return re.findall(r'volunteer__name">\s*<span>(\w+)</span>', page)


def test_suspects_come_first_and_excluded_volunteers_last(
    browser: Client, crowd: dict[str, Participation]
) -> None:
    page = browser.get(address("volunteers")).content.decode()
    assert names_in(page) == ["Wild", "Hasty", "Bob", "Ada", "Gone"]


def test_reason_and_evidence_are_shown(browser: Client, crowd: dict[str, Participation]) -> None:
    page = browser.get(address("volunteers")).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "Below chance on gold" in page and "Too fast" in page
    assert "88 %" in page and "(84–91 %)" in page
    assert "9 of 10" in page
    assert "Below chance on gold: 9 of 10 right" in page and "skill 91 % at best" in page


@pytest.mark.parametrize(
    ("sort", "first", "last"),
    [
        ("answers", None, "Bob"),
        ("-answers", "Bob", None),
        ("skill", "Cy", None),
        ("-skill", None, "Cy"),
        ("name", "Ada", "Wild"),
        ("-name", "Wild", "Ada"),
        ("-attention", "Wild", None),
        ("agreement", "Cy", None),
        ("-agreement", "Cy", None),
        ("nonsense", "Wild", "Gone"),
    ],
)
def test_the_table_is_sorted_by_what_the_link_asks(
    browser: Client,
    campaign: Campaign,
    crowd: dict[str, Participation],
    sort: str,
    first: str | None,
    last: str | None,
) -> None:
    make_skill(make_guest(campaign, "Cy"), value=0.5, n_votes=500, agreement=0.9)
    names = names_in(browser.get(address("volunteers"), {"sort": sort}).content.decode())
    assert len(names) == 6
    assert first in (None, names[0]) and last in (None, names[-1])


def test_a_heading_sorts_and_sorts_the_other_way_round(
    browser: Client, crowd: dict[str, Participation]
) -> None:
    page = browser.get(address("volunteers"), {"sort": "-answers"}).content.decode()
    assert re.findall(r'aria-sort="(\w+)"', page) == ["descending"]
    assert 'href="?sort=answers"' in page and 'href="?sort=skill"' in page


def test_when_somebody_last_finished_a_tile_is_told_and_sorted_by(
    browser: Client, campaign: Campaign, crowd: dict[str, Participation]
) -> None:
    make_label_tile(campaign)
    answer_tile(campaign, crowd["Ada"].contributor, set())
    names = names_in(browser.get(address("volunteers"), {"sort": "-active"}).content.decode())
    assert names[0] == "Ada"
    assert "just now" in browser.get(address("volunteers")).content.decode()
    Assignment.objects.update(finished_at=timezone.now() - timedelta(days=3))
    page = browser.get(address("volunteers")).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "3 days ago" in " ".join(page.split())


def test_the_number_of_queries_does_not_grow_with_the_volunteers(
    browser: Client,
    campaign: Campaign,
    crowd: dict[str, Participation],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(20):
        make_skill(make_guest(campaign, f"V{number}"), "fast")
    with django_assert_max_num_queries(14):
        browser.get(address("volunteers"))


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_interval_is_drawn_in_every_language(
    browser: Client, crowd: dict[str, Participation], language: str
) -> None:
    """A comma in an attribute of SVG separates two numbers."""
    page = browser.get(address("volunteers"), headers={"accept-language": language}).content.decode()
    assert 'd="M84.0 5H91.0"' in page


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
    assert browser.get(address("volunteers")).content.decode().count('class="volunteer"') == 50
    assert browser.get(address("volunteers") + "?page=2").content.decode().count('class="volunteer"') == 1


def test_an_empty_list_says_so(browser: Client) -> None:
    assert "No estimates yet" in browser.get(address("volunteers")).content.decode()
