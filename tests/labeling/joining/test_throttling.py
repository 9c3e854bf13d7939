"""Requests are limited per contributor, never per address."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from campaigns.models import Campaign
from labeling.models import Contributor
from tests.factories_labeling import guest_client, make_event, make_guest, make_label_tile

BASE = "/api/v1/campaigns/amber/labeling/"


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def ask(client: Client) -> Any:
    return client.post(BASE + "next/", json.dumps({}), content_type="application/json")


def test_sixty_guests_behind_one_address_are_all_let_in_and_served(campaign: Campaign) -> None:
    make_event(campaign, code="ABC234")
    for index in range(20):
        make_label_tile(campaign, index)
    for number in range(60):
        client = Client(REMOTE_ADDR="192.0.2.1")
        client.get("/join/ABC234/")
        joined = client.post("/join/ABC234/", {"nickname": f"Guest {number}"})
        assert joined.status_code == 302
        assert len(ask(client).json()["tiles"]) == 1
    assert Contributor.objects.count() == 60


def test_a_contributor_above_the_limit_is_told_when_to_retry(campaign: Campaign, settings: Settings) -> None:
    settings.LABELING_REQUESTS_PER_MINUTE = 3
    wild, calm = guest_client(make_guest(campaign)), guest_client(make_guest(campaign))
    answers = [ask(wild) for _ in range(8)]
    refused = answers[-1]
    assert answers[0].status_code == 200
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert "Try again in a minute" in refused.json()["detail"]
    assert ask(calm).status_code == 200


def test_a_limit_of_zero_means_no_limit(campaign: Campaign, settings: Settings) -> None:
    settings.LABELING_REQUESTS_PER_MINUTE = 0
    client = guest_client(make_guest(campaign))
    assert {ask(client).status_code for _ in range(5)} == {200}
