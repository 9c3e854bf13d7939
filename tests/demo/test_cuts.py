"""A place that ends at a tile's border although positive ground goes on is found in the release's file."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from campaigns.models import Campaign
from demo.cuts import straight_cuts
from detection.models import DetectionRun, Release, TileResult
from detection.publication.services.publish_release import publish_release
from detection.runs.services.merge_findings import merge_findings
from ml.tiles import Tile
from tests.factories import HOME_TILE
from tests.factories_detection import COLUMNS, confirm, make_detection, make_run

WEST = Tile(HOME_TILE.z, HOME_TILE.x, HOME_TILE.y)
EAST = Tile(HOME_TILE.z, HOME_TILE.x + 1, HOME_TILE.y)
LAST_COLUMN = [COLUMNS * row for row in (2, 3, 4)]
FIRST_COLUMN = [COLUMNS * row + 1 for row in (1, 2, 3)]


@pytest.fixture
def run(campaign: Campaign, settings: Settings, tmp_path: Path) -> DetectionRun:
    settings.DATA_ROOT = tmp_path
    return make_run(campaign, threshold=0.5)


def publish(run: DetectionRun, *editors: User) -> Release:
    for detection in run.detections.all():
        confirm(detection, *editors)
    return publish_release(campaign=run.campaign, run=run, published_by=None)


def test_two_halves_of_one_place_are_cut_on_both_sides_of_the_border(
    run: DetectionRun, editor: User, second_editor: User
) -> None:
    make_detection(run, address=WEST, superpixels=LAST_COLUMN, files=True)
    make_detection(run, address=EAST, superpixels=FIRST_COLUMN, files=True)
    cuts = straight_cuts(publish(run, editor, second_editor))
    assert sorted(cut.tile for cut in cuts) == [WEST, EAST]
    assert all(cut.metres >= 60 for cut in cuts)


def test_a_place_that_was_joined_across_the_border_has_no_cut(
    run: DetectionRun, editor: User, second_editor: User
) -> None:
    make_detection(run, address=WEST, superpixels=LAST_COLUMN, files=True)
    make_detection(run, address=EAST, superpixels=FIRST_COLUMN, files=True)
    merge_findings(run=run, tiles=TileResult.objects.filter(run=run).select_related("tile"))
    assert run.detections.count() == 1
    assert straight_cuts(publish(run, editor, second_editor)) == []


def test_a_place_may_end_at_a_border_behind_which_nothing_is_positive(
    run: DetectionRun, editor: User, second_editor: User
) -> None:
    make_detection(run, address=WEST, superpixels=LAST_COLUMN, files=True)
    assert straight_cuts(publish(run, editor, second_editor)) == []
