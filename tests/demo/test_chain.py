"""The steps of the chain that need no worker, on a small drawn region."""

from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from numpy.typing import NDArray

from campaigns.models import Campaign
from demo.campaign import ensure_campaign, ensure_event
from demo.landscape import DemoRegion, draw_region
from demo.people.editors import simulate_reviews
from demo.people.expert import mark_demo_gold
from demo.people.volunteers import simulate_volunteers
from demo.truth import is_mining
from detection.models import Detection, DetectionRun, Review, TileResult
from imagery.services.prepare_tile import prepare_tile
from imagery.services.segment_tile import ensure_segmentation
from labeling.models import Answer, Event, GoldAnswer, LabelTile, Vote
from ml.tiles import tiles_in_geometry
from tests.factories import make_user
from tests.factories_detection import make_detection, make_run, make_tile_result

pytestmark = pytest.mark.django_db
Drawn = dict[str, tuple[list[int], list[int]]]
"""By tile: the numbers of its superpixels that were drawn as mining, and of the others."""


@pytest.fixture(scope="module")
def region() -> DemoRegion:
    return draw_region(folder=Path(settings.RASTER_ROOT) / "demo-test", n_tiles=2)


@pytest.fixture
def drawn_campaign(region: DemoRegion) -> Campaign:
    return ensure_campaign(region)


def queue_one_tile(campaign: Campaign) -> LabelTile:
    address = next(iter(tiles_in_geometry(campaign.region, campaign.zoom)))
    tile = prepare_tile(source=campaign.source, address=address)
    segmentation = ensure_segmentation(tile=tile, settings=campaign.segmentation)
    return LabelTile.objects.create(campaign=campaign, tile=tile, segmentation=segmentation)


def test_the_campaign_covers_the_drawn_tiles_and_no_others(region: DemoRegion) -> None:
    campaign = ensure_campaign(region)
    found = {(tile.x, tile.y) for tile in tiles_in_geometry(campaign.region, campaign.zoom)}
    expected = {(region.x_min + column, region.y_min + row) for column in range(2) for row in range(2)}
    assert found == expected


def test_an_admins_changes_to_the_campaign_survive_a_restart(region: DemoRegion) -> None:
    Campaign.objects.filter(pk=ensure_campaign(region).pk).update(question="Is this a dump?")
    assert ensure_campaign(region).question == "Is this a dump?"


def test_volunteers_answer_each_tile_as_often_as_the_campaign_asks(
    drawn_campaign: Campaign, region: DemoRegion
) -> None:
    label_tile = queue_one_tile(drawn_campaign)
    event = Event.objects.create(campaign=drawn_campaign, name="Test")
    answered = simulate_volunteers(event=event, region=region)
    label_tile.refresh_from_db()
    assert answered == label_tile.n_answers == label_tile.wanted >= drawn_campaign.votes_to_agree
    assert label_tile.is_done
    votes = Vote.objects.standing().filter(label_tile=label_tile).count()
    assert votes == answered * label_tile.segmentation.n_superpixels


def test_a_second_round_of_volunteers_finds_nothing_left(
    drawn_campaign: Campaign, region: DemoRegion
) -> None:
    queue_one_tile(drawn_campaign)
    event = Event.objects.create(campaign=drawn_campaign, name="Test")
    simulate_volunteers(event=event, region=region)
    votes = Vote.objects.count()
    assert simulate_volunteers(event=event, region=region) == 0
    assert Vote.objects.count() == votes


def test_gold_answers_match_the_drawing_and_are_made_once(
    drawn_campaign: Campaign, region: DemoRegion
) -> None:
    author = make_user("editor")
    for address in tiles_in_geometry(drawn_campaign.region, drawn_campaign.zoom):
        tile = prepare_tile(source=drawn_campaign.source, address=address)
        segmentation = ensure_segmentation(tile=tile, settings=drawn_campaign.segmentation)
        LabelTile.objects.create(campaign=drawn_campaign, tile=tile, segmentation=segmentation)
    mark_demo_gold(drawn_campaign, region, author)
    n_marked = GoldAnswer.objects.count()
    mark_demo_gold(drawn_campaign, region, author)
    gold = GoldAnswer.objects.select_related("label_tile__segmentation__tile")
    assert 0 < gold.count() == n_marked
    for answer in gold:
        truth = is_mining(region, answer.label_tile.segmentation)[answer.superpixel - 1]
        assert (answer.answer == Answer.POSITIVE) == truth
        assert answer.reason


def test_the_event_has_teams_and_is_created_once(drawn_campaign: Campaign) -> None:
    assert ensure_event(drawn_campaign) == ensure_event(drawn_campaign)
    assert Event.objects.get().team_names == ["Dunes", "Pines"]


@pytest.fixture
def run(drawn_campaign: Campaign) -> DetectionRun:
    return make_run(drawn_campaign)


@pytest.fixture
def drawn(run: DetectionRun, region: DemoRegion) -> Drawn:
    found = {}
    for address in tiles_in_geometry(run.region, run.zoom):
        tile = prepare_tile(source=run.source, address=address)
        segmentation = ensure_segmentation(tile=tile, settings=run.segmentation_settings)
        truth = is_mining(region, segmentation)
        make_tile_result(run, address, tile=tile)
        found[str(address)] = (_numbers(truth), _numbers(~truth))
    return found


def _numbers(mask: NDArray[np.bool_]) -> list[int]:
    return [int(index) + 1 for index in np.flatnonzero(mask)]


def _mined_and_beside(drawn: Drawn) -> tuple[str, str]:
    """The tile with most mining, and one with less."""
    mined, beside = sorted(drawn, key=lambda name: -len(drawn[name][0]))[:2]
    assert drawn[mined][0]
    return mined, beside


def test_mining_that_lies_mostly_in_a_neighbouring_tile_is_confirmed(
    run: DetectionRun, region: DemoRegion, drawn: Drawn, editor: User
) -> None:
    mined, beside = _mined_and_beside(drawn)
    half = drawn[mined][0][:3]
    finding = _finding(run, beside, {mined: half, beside: drawn[beside][1][: len(half)]})
    simulate_reviews(run=run, region=region, editors=[editor])
    assert finding.reviews.get().decision == Review.Decision.CONFIRMED


def test_ground_that_is_mostly_something_else_is_rejected(
    run: DetectionRun, region: DemoRegion, drawn: Drawn, editor: User
) -> None:
    mined, beside = _mined_and_beside(drawn)
    finding = _finding(run, mined, {mined: drawn[mined][0][:1], beside: drawn[beside][1][:3]})
    simulate_reviews(run=run, region=region, editors=[editor])
    assert finding.reviews.get().decision == Review.Decision.REJECTED


def _finding(run: DetectionRun, shown: str, superpixels: dict[str, list[int]]) -> Detection:
    detection = make_detection(run)
    detection.tile_result = next(
        result for result in TileResult.objects.filter(run=run) if str(result) == shown
    )
    detection.superpixels = superpixels
    detection.save()
    return detection
