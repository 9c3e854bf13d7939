"""A search neither scores nor counts what shows no imagery, and finds nothing in it."""

from pathlib import Path

import numpy as np
import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from campaigns.models import Campaign
from detection.feature_cache import FeatureCache
from detection.models import Detection, DetectionRun, Rescoring, TileResult
from detection.review.models import Review
from detection.review.services.record_review import record_review
from detection.runs.services.rescore_run import rescore_run
from detection.training.services.estimate_region import estimate_region
from detection.training.services.measure_change import measure_change
from detection.training.services.rank_queue import rank_queue
from imagery.files import read_labels, write_valid
from imagery.models import Tile, TileSegmentation
from imagery.services.mark_missing import mark_missing
from imagery.services.segment_tile import ensure_segmentation
from labeling.models import LabelTile, TileRating
from ml import tiles
from ml.features import get_extractor
from tests.detection.drawn_tiles import make_mined_campaign, make_trained_model
from tests.detection.runs.searching import plan, search

State = TileResult.State
MINED = 1


@pytest.fixture
def campaign(db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Campaign:
    """Two tiles; mining covers the western half of the second."""
    settings.DATA_ROOT = tmp_path
    monkeypatch.setattr("detection.runs.tasks.queue_task", lambda **_: True)
    campaign = make_mined_campaign(2, mining=[MINED])
    make_trained_model(campaign)
    return campaign


def tile_number(number: int) -> Tile:
    return Tile.objects.order_by("x")[number]


def hide(tile: Tile, columns: slice) -> None:
    valid = np.ones((1024, 1024), dtype=np.bool_)
    valid[:, columns] = False
    tile.mask, tile.missing_share = write_valid(tile, valid), 1 - valid.mean()
    tile.save()


def search_all(campaign: Campaign) -> DetectionRun:
    run = plan(campaign)
    search(run)
    return run


def result_of(run: DetectionRun, tile: Tile) -> TileResult:
    return run.tile_results.get(x=tile.x, y=tile.y)


def western_quarters(tile: Tile) -> list[tiles.Tile]:
    east_and_south = [(0, 0), (0, 1)]
    return [tiles.Tile(tile.z + 1, 2 * tile.x + dx, 2 * tile.y + dy) for dx, dy in east_and_south]


def test_mining_is_found_without_a_mask(campaign: Campaign) -> None:
    run = search_all(campaign)
    assert Detection.objects.get(run=run).tile_result.tile == tile_number(MINED)


def test_what_shows_no_imagery_makes_no_finding(campaign: Campaign) -> None:
    hide(tile_number(MINED), slice(0, 512))
    run = search_all(campaign)
    result, cut = result_of(run, tile_number(MINED)), TileSegmentation.objects.get(tile=tile_number(MINED))
    assert not Detection.objects.exists()
    assert 0 < cut.n_without_data < cut.n_superpixels
    assert result.state == State.ANALYSED
    assert result.n_superpixels == cut.n_with_data and result.n_positive == 0
    scored = [number for number, value in enumerate(result.probabilities or [], start=1) if value is not None]
    assert scored == cut.numbers_with_data
    assert result.max_probability == pytest.approx(
        max(value for value in result.probabilities or [] if value), abs=1e-3
    )


def test_the_part_with_imagery_is_searched(campaign: Campaign) -> None:
    """The eastern half is hidden: the mine in the west is found all the same."""
    hide(tile_number(MINED), slice(512, 1024))
    detection = Detection.objects.get(run=search_all(campaign))
    cut = TileSegmentation.objects.get(tile=tile_number(MINED))
    assert set(detection.superpixels_shown) <= set(cut.numbers_with_data)


def test_a_tile_of_which_no_part_shows_imagery_has_none(campaign: Campaign) -> None:
    """Every second column is missing: less than half, and yet no superpixel has enough."""
    tile = tile_number(0)
    valid = np.zeros((1024, 1024), dtype=np.bool_)
    valid[:, ::3] = True
    tile.mask = write_valid(tile, valid)
    tile.save()
    run = search_all(campaign)
    assert result_of(run, tile).state == State.NO_IMAGERY
    assert run.counts()["no_imagery"] == 1


def test_stored_features_are_judged_by_the_same_parts(campaign: Campaign) -> None:
    hide(tile_number(MINED), slice(0, 300))
    first = search_all(campaign)
    make_trained_model(campaign)
    second = search_all(campaign)
    columns = ("x", "state", "n_superpixels", "n_positive", "n_novel", "probabilities")
    assert list(second.tile_results.order_by("x").values_list(*columns)) == list(
        first.tile_results.order_by("x").values_list(*columns)
    )


def test_rescoring_leaves_them_out(campaign: Campaign) -> None:
    hide(tile_number(MINED), slice(0, 512))
    run = search_all(campaign)
    rescoring = Rescoring.objects.create(run=run, model_version=make_trained_model(campaign))
    found = rescore_run(rescoring_id=rescoring.pk)
    counts = [cut.n_with_data for cut in TileSegmentation.objects.all()]
    assert (found.n_superpixels, found.n_positive, found.n_gained) == (sum(counts), 0, 0)


def test_novelty_counts_only_parts_with_imagery(campaign: Campaign) -> None:
    hide(tile_number(0), slice(0, 512))
    run = search_all(campaign)
    result = result_of(run, tile_number(0))
    assert 0 <= result.n_novel <= result.n_superpixels


def test_queue_stop_signal_and_region_are_judged_without_them(campaign: Campaign) -> None:
    """A tile of which half is hidden, and one of which nothing is left."""
    hide(tile_number(MINED), slice(0, 512))
    for number in range(2):
        tile = tile_number(number)
        cut = ensure_segmentation(tile=tile, settings=campaign.segmentation)
        LabelTile.objects.create(campaign=campaign, tile=tile, segmentation=cut, is_random=True)
    nothing = LabelTile.objects.order_by("pk")[0]
    nothing.segmentation.store_without_data(range(1, nothing.segmentation.n_superpixels + 1))
    first = campaign.model_versions.newest()
    version = make_trained_model(campaign)
    assert first is not None and rank_queue(model_version_id=version.pk) == 2
    point = measure_change(model_version_id=version.pk)
    assert point.n_sample == sum(cut.n_with_data for cut in TileSegmentation.objects.all())
    assert estimate_region(model_version_id=version.pk) is None
    doubts = TileRating.objects.in_bulk()
    assert (doubts[nothing.pk].uncertainty, doubts[nothing.pk].novelty) == (0, 0)


def test_features_of_parts_with_imagery_keep_their_order(campaign: Campaign) -> None:
    tile = tile_number(MINED)
    cut = ensure_segmentation(tile=tile, settings=campaign.segmentation)
    features = FeatureCache(get_extractor("texture"))
    every = features.of_tile(cut)
    cut.store_without_data([1, 3])
    kept = features.of_superpixels_with_data(cut)
    np.testing.assert_array_equal(kept, np.delete(every, [0, 2], axis=0))


# --- what proves to be a placeholder after the search ---


def test_a_finding_on_a_placeholder_goes_when_that_is_known(campaign: Campaign) -> None:
    run = search_all(campaign)
    tile = tile_number(MINED)
    before = result_of(run, tile)
    mark_missing(tile=tile, parts=western_quarters(tile))
    after, cut = result_of(run, tile), TileSegmentation.objects.get(tile=tile)
    assert not Detection.objects.exists()
    assert after.n_superpixels == cut.n_with_data < before.n_superpixels
    assert after.n_positive < run.min_positive_superpixels
    assert run.counts()["analysed"] == 2


def test_a_finding_shrinks_to_the_part_with_imagery(campaign: Campaign) -> None:
    run = search_all(campaign)
    tile, before = tile_number(MINED), Detection.objects.get()
    mark_missing(tile=tile, parts=western_quarters(tile)[:1])
    after, cut = Detection.objects.get(), TileSegmentation.objects.get(tile=tile)
    assert (
        set(after.superpixels_shown)
        == set(before.superpixels_shown) - set(cut.without_data)
        != set(before.superpixels_shown)
    )
    assert after.area_ha < before.area_ha and after.north < before.north
    assert result_of(run, tile).n_positive == len(after.superpixels_shown)
    labels = read_labels(cut)
    assert (labels <= cut.n_superpixels).all()


def test_what_an_editor_has_decided_stays(campaign: Campaign, editor: User) -> None:
    search_all(campaign)
    finding = Detection.objects.get()
    record_review(detection=finding, editor=editor, decision=Review.Decision.CONFIRMED)
    mark_missing(tile=tile_number(MINED), parts=western_quarters(tile_number(MINED)))
    assert Detection.objects.get().superpixels == finding.superpixels


def test_a_tile_that_is_mostly_a_placeholder_becomes_no_imagery_in_its_search(campaign: Campaign) -> None:
    run = search_all(campaign)
    tile = tile_number(MINED)
    parts = [tiles.Tile(tile.z + 1, 2 * tile.x + dx, 2 * tile.y + dy) for dx in (0, 1) for dy in (0, 1)][:3]
    mark_missing(tile=tile, parts=parts)
    assert result_of(run, tile).state == State.NO_IMAGERY
    assert not Detection.objects.exists()
