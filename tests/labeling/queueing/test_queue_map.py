"""What the map of the queue shows and counts."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign
from labeling.errors import InvalidTileRequest
from labeling.queueing.requested_tiles import read_requested_tiles
from tests.factories import HOME_TILE, box_around
from tests.factories_labeling import make_label_tile


@pytest.fixture
def client(editor: User) -> Client:
    client = Client()
    client.force_login(editor)
    return client


def count(client: Client, campaign: Campaign, text: str) -> Any:
    return client.post(reverse("queue-count", args=[campaign.slug]), text, "text/plain")


def test_the_map_tells_waiting_tiles_from_labelled_ones(client: Client, campaign: Campaign) -> None:
    make_label_tile(campaign, 0)
    make_label_tile(campaign, 1, is_done=True)
    found = client.get(reverse("queue-map", args=[campaign.slug])).json()
    assert found["region"] == campaign.region and found["zoom"] == campaign.zoom
    assert found["waiting"] == [[HOME_TILE.x, HOME_TILE.y]]
    assert found["done"] == [[HOME_TILE.x + 1, HOME_TILE.y]]


def test_an_area_is_counted_with_what_is_there_already(client: Client, campaign: Campaign) -> None:
    make_label_tile(campaign, 0)
    area = json.dumps(box_around(HOME_TILE))
    assert count(client, campaign, area).json() == {"words": "1 tile, 1 already in the queue"}
    assert count(client, campaign, f"{HOME_TILE.z}/{HOME_TILE.x}/{HOME_TILE.y + 1}").json() == {
        "words": "1 tile"
    }


@pytest.mark.parametrize("body", ["", "{", '{"type": "Polygon", "coordinates": "hello"}', "[", "{" * 100_000])
def test_what_is_no_area_is_refused_in_words(client: Client, campaign: Campaign, body: str) -> None:
    answer = count(client, campaign, body)
    assert answer.status_code == 400 and answer.json()["detail"]


def test_too_long_a_list_is_refused_in_words(client: Client, campaign: Campaign) -> None:
    assert "smaller area" in count(client, campaign, "x" * 3_000_000).json()["detail"]


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        ({"type": "Polygon", "coordinates": [[[388_000, 5_672_000]] * 4]}, "look like metres"),
        (
            {"type": "Polygon", "coordinates": [[[27, float("nan")], [28, 51], [28, 52], [27, 51]]]},
            "not a number",
        ),
        ({"type": "FeatureCollection", "features": "hello"}, "cannot be read"),
        ({"type": "Feature", "geometry": 7}, "cannot be read"),
    ],
)
def test_an_area_is_checked_as_a_region_is(campaign: Campaign, geometry: Any, said: str) -> None:
    with pytest.raises(InvalidTileRequest, match=said):
        read_requested_tiles(json.dumps(geometry), campaign)


def test_points_take_the_tiles_that_they_lie_in(campaign: Campaign) -> None:
    west, south, east, north = HOME_TILE.bounds
    point = {"type": "Point", "coordinates": [(west + east) / 2, (south + north) / 2]}
    assert read_requested_tiles(json.dumps(point), campaign) == [HOME_TILE]
