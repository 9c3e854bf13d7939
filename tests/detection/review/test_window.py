"""The picture of a finding that lies in several tiles."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign
from detection.models import Detection
from ml.tiles import TILE_SIZE, Tile
from tests.factories import HOME_TILE
from tests.factories_detection import make_detection, make_run, make_tile_files, make_tile_result

EAST = Tile(HOME_TILE.z, HOME_TILE.x + 1, HOME_TILE.y)


@pytest.fixture
def across(campaign: Campaign) -> Detection:
    """A finding on the border of two tiles, a quarter of a tile to either side."""
    run = make_run(campaign)
    west, _south, border, north = HOME_TILE.bounds
    tile = make_tile_files(run, EAST, [7])
    make_tile_result(run, EAST, tile=tile, n_positive=1, probabilities=[0.9])
    quarter = (border - west) / 4
    return make_detection(
        run, address=HOME_TILE, files=True, west=border - quarter, east=border + quarter, north=north,
        south=north - quarter / 2, superpixels=(8, 9),
    )  # fmt: skip


def detail(client: Client, editor: User, finding: Detection) -> dict[str, Any]:
    client.force_login(editor)
    return dict(client.get(f"/api/v1/campaigns/amber/detections/{finding.pk}/").json())


def test_a_finding_in_one_tile_is_shown_with_exactly_this_tile(
    across: Detection, editor: User, client: Client
) -> None:
    shown = detail(client, editor, across)
    assert shown["window"] == TILE_SIZE
    assert [(one["tile"], one["left"], one["top"]) for one in shown["pictures"]] == [(str(HOME_TILE), 0, 0)]


def test_a_finding_across_tiles_is_in_the_middle_of_all_of_them(
    across: Detection, editor: User, client: Client
) -> None:
    across.superpixels = {str(HOME_TILE): [8, 9], str(EAST): [7]}
    across.save()
    shown = detail(client, editor, across)
    home, east = shown["pictures"]
    assert shown["window"] == TILE_SIZE
    assert home["left"] == pytest.approx(-TILE_SIZE / 2, abs=1) and east["left"] == home["left"] + TILE_SIZE
    assert home["superpixels"] == [8, 9] and east["superpixels"] == [7]
    for one in (home, east):
        assert client.get(one["picture"]).status_code == 200
        assert client.get(one["outlines"]).status_code == 200


def test_another_tile_is_not_shown(across: Detection, editor: User, client: Client) -> None:
    client.force_login(editor)
    address = f"/api/v1/campaigns/amber/detections/{across.pk}/picture/?tile="
    assert client.get(f"{address}{EAST}").status_code == 404
    assert client.get(f"{address}nonsense").status_code == 404
