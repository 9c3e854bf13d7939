"""What a volunteer may see besides the tile: its neighbours, and other dates."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from campaigns.models import Campaign
from imagery.models import Tile
from labeling.models import LabelTile
from tests.factories import make_source
from tests.factories_labeling import guest_client, make_guest, make_label_tile

API = "/api/v1/campaigns/amber/labeling/tiles/"


@pytest.fixture
def tile(campaign: Campaign) -> LabelTile:
    return make_label_tile(campaign)


@pytest.fixture
def browser(campaign: Campaign) -> Client:
    return guest_client(make_guest(campaign))


def get_surroundings(browser: Client, tile: LabelTile) -> Any:
    return browser.get(f"{API}{tile.pk}/surroundings/").json()


def copy_of(tile: LabelTile, **changes: Any) -> Tile:
    """The same picture as another tile."""
    copy = Tile.objects.get(pk=tile.tile_id)
    copy.pk = None
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save()
    return copy


def test_neighbours_have_their_offset_and_picture(
    campaign: Campaign, browser: Client, tile: LabelTile
) -> None:
    make_label_tile(campaign, 1)
    make_label_tile(campaign, 2)
    (neighbour,) = get_surroundings(browser, tile)["neighbours"]
    assert (neighbour["column"], neighbour["row"]) == (1, 0)
    assert browser.get(neighbour["picture"]).headers["Content-Type"] == "image/jpeg"


def test_neighbours_without_picture_or_from_other_imagery_are_omitted(
    browser: Client, tile: LabelTile
) -> None:
    copy_of(tile, x=tile.tile.x + 1, state=Tile.State.PENDING)
    copy_of(tile, x=tile.tile.x - 1, source_version="another")
    assert get_surroundings(browser, tile) == {"neighbours": [], "dates": []}


def test_the_comparison_source_gives_another_date(
    campaign: Campaign, browser: Client, tile: LabelTile
) -> None:
    campaign.comparison_source = make_source(slug="later", attribution="Later")
    campaign.save()
    copy_of(
        tile, source=campaign.comparison_source, captured_from=date(2020, 5, 1), captured_to=date(2020, 5, 2)
    )
    (other,) = get_surroundings(browser, tile)["dates"]
    assert (other["captured_from"], other["attribution"]) == ("2020-05-01", "Later")
    assert browser.get(other["picture"]).status_code == 200


def test_an_earlier_version_of_the_source_gives_another_date(browser: Client, tile: LabelTile) -> None:
    copy_of(tile, source_version="earlier", captured_from=date(2016, 5, 1), captured_to=date(2016, 5, 2))
    assert [one["captured_from"] for one in get_surroundings(browser, tile)["dates"]] == ["2016-05-01"]


def test_pictures_from_the_same_days_are_omitted(browser: Client, tile: LabelTile) -> None:
    Tile.objects.update(captured_from=date(2018, 4, 1), captured_to=date(2018, 4, 30))
    copy_of(tile, source_version="again")
    assert get_surroundings(browser, tile)["dates"] == []


def test_other_pictures_are_not_served(browser: Client, tile: LabelTile) -> None:
    far = copy_of(tile, x=tile.tile.x + 5)
    foreign = copy_of(tile, source=make_source(slug="foreign"), captured_from=date(2020, 5, 1))
    for other in (far, foreign):
        assert browser.get(f"{API}{tile.pk}/surroundings/{other.pk}/picture/").status_code == 404
