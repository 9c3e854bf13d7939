"""Figures of the campaign's page."""

import re

from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign
from detection.models import TileResult
from tests.detection.drawn_tiles import strip_of_tiles
from tests.factories_detection import make_run, make_tile_result
from tests.factories_labeling import make_label_tile

PAGE = "/c/amber/"
STATES = [TileResult.State.ANALYSED, TileResult.State.FAILED, TileResult.State.PENDING]


def test_the_coverage_bar_has_its_lengths_in_ukrainian_too(
    client: Client, admin: User, campaign: Campaign
) -> None:
    run = make_run(campaign)
    for address, state in zip(strip_of_tiles(3), STATES, strict=True):
        make_tile_result(run, address, state=state)
    client.force_login(admin)
    page = client.get(PAGE, headers={"accept-language": "uk"}).content.decode()
    assert page.count('width="33.33%"') == 3 and 'x="66.67%"' in page
    assert not re.findall(r'\s(?:x|y|cx|cy|width|height|value|max|points)="\d+,\d', page)


def test_the_size_of_the_queue_is_shown(client: Client, admin: User, campaign: Campaign) -> None:
    make_label_tile(campaign)
    client.force_login(admin)
    page = client.get(PAGE).content.decode()
    assert "/ 1</span>" in page and 'max="1"' in page
