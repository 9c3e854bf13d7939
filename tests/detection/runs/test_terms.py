"""A source's terms decide how long its pictures stay: searches leave none, and people find those they
need."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from numpy.typing import NDArray
from pytest_django import Settings

from campaigns.models import Campaign
from detection.feature_cache import FeatureCache
from detection.models import Detection, DetectionRun
from detection.review.models import Review
from detection.review.services.record_review import record_review
from detection.runs import sweeps
from detection.runs.pictures import due_for_deletion, tiles_in_need, wanted_again
from detection.training.training_set import build_table
from imagery.models import ImagerySource, Tile
from imagery.services.expire_pictures import expire_pictures
from imagery.services.prepare_tile import prepare_tile
from imagery.services.read_again import read_again
from imagery.services.segment_tile import ensure_segmentation
from labeling.interface import TileExamples, TrainingExamples
from labeling.models import Answer, GoldAnswer, LabelTile
from ml import tiles
from ml.features import get_extractor
from ml.pictures import open_picture
from tests.detection.drawn_tiles import make_trained_model, region_of, strip_of_tiles, tile_picture
from tests.detection.runs.searching import plan, search
from tests.factories import make_campaign
from tests.imagery.conftest import make_xyz_source
from tests.imagery.tile_server import Answer as ServerAnswer
from tests.imagery.tile_server import TileServer

State = Tile.State
MINED = strip_of_tiles(2)[1]


def draw_part(part: tiles.Tile, size: int) -> NDArray[np.uint8]:
    """A quarter of a tile; mining covers the west of the second tile."""
    parent = tiles.Tile(part.z - 1, part.x // 2, part.y // 2)
    row, column = (part.y % 2) * size, (part.x % 2) * size
    # As it looks after JPEG: the model of these tests learnt from such pictures.
    drawn = open_picture(tile_picture(parent.x, parent == MINED))
    return drawn[row : row + size, column : column + size]


@pytest.fixture
def server() -> Iterator[TileServer]:
    with TileServer(draw_part, size=512) as server:
        yield server


@pytest.fixture
def source(db: None, settings: Settings, tmp_path: Path, server: TileServer) -> ImagerySource:
    settings.DATA_ROOT = tmp_path
    return make_xyz_source(server, tile_px=512, may_cache=False)


@pytest.fixture
def campaign(source: ImagerySource, monkeypatch: pytest.MonkeyPatch) -> Campaign:
    """Two tiles of imagery that may not be kept."""
    monkeypatch.setattr("detection.runs.tasks.queue_task", lambda **_: True)
    campaign = make_campaign(slug="ground", region=region_of(strip_of_tiles(2)), source=source)
    make_trained_model(campaign)
    return campaign


def search_all(campaign: Campaign) -> DetectionRun:
    run = plan(campaign)
    search(run)
    return run


def results_of(run: DetectionRun) -> list[tuple[object, ...]]:
    columns = ("x", "state", "n_superpixels", "n_positive", "probabilities")
    return list(run.tile_results.order_by("x").values_list(*columns))


def states() -> list[str]:
    return list(Tile.objects.order_by("x").values_list("state", flat=True))


def pictures(folder: Path) -> int:
    return len(list((folder / "tiles").rglob("*.jpg")))


def queue(campaign: Campaign, address: tiles.Tile) -> LabelTile:
    tile = prepare_tile(source=campaign.source, address=address)
    cut = ensure_segmentation(tile=tile, settings=campaign.segmentation)
    return LabelTile.objects.create(campaign=campaign, tile=tile, segmentation=cut)


def age(days: float) -> None:
    Tile.objects.update(read_at=timezone.now() - timedelta(days=days))


# --- searches ---


def test_a_search_leaves_pictures_only_under_its_findings(campaign: Campaign, tmp_path: Path) -> None:
    run = search_all(campaign)
    assert run.counts()["analysed"] == 2
    assert Detection.objects.get().tile_result.address == MINED
    assert states() == [State.EXPIRED, State.READY] and pictures(tmp_path) == 1


def test_where_pictures_may_be_kept_a_search_keeps_them(campaign: Campaign, tmp_path: Path) -> None:
    ImagerySource.objects.update(may_cache=True)
    search_all(campaign)
    assert states() == [State.READY, State.READY] and pictures(tmp_path) == 2


def test_the_next_search_needs_no_picture_that_was_deleted(campaign: Campaign, server: TileServer) -> None:
    first = search_all(campaign)
    server.requests.clear()
    make_trained_model(campaign)
    assert results_of(search_all(campaign)) == results_of(first)
    assert server.requests == []


def test_without_stored_features_a_search_reads_them_again(
    campaign: Campaign, server: TileServer, tmp_path: Path
) -> None:
    first = search_all(campaign)
    for path in (tmp_path / "features").rglob("*.npz"):
        path.unlink()
    server.requests.clear()
    assert results_of(search_all(campaign)) == results_of(first)
    assert len(server.requests) == 4
    assert states() == [State.EXPIRED, State.READY]


def test_imagery_that_has_changed_since_fails_in_words(
    campaign: Campaign, server: TileServer, tmp_path: Path
) -> None:
    search_all(campaign)
    for path in (tmp_path / "features").rglob("*.npz"):
        path.unlink()
    part = strip_of_tiles(1)[0].children(17)[0]
    server.override(part, ServerAnswer.picture(draw_part(part, 512)[::-1]))
    result = search_all(campaign).tile_results.get(state="failed")
    assert "has changed since" in result.failure


def test_a_search_leaves_pictures_that_volunteers_are_asked_about(campaign: Campaign) -> None:
    queue(campaign, strip_of_tiles(1)[0])
    search_all(campaign)
    assert states() == [State.READY, State.READY]


# --- the sweep ---


def test_a_picture_stays_while_its_tile_waits_for_answers(campaign: Campaign, source: ImagerySource) -> None:
    label_tile = queue(campaign, MINED)
    age(days=2)
    sweeps.keep_to_terms()
    assert states() == [State.READY]
    LabelTile.objects.filter(pk=label_tile.pk).update(is_done=True)
    sweeps.keep_to_terms()
    assert states() == [State.EXPIRED]


def test_a_picture_that_was_just_read_is_left_alone_for_a_day(
    campaign: Campaign, source: ImagerySource
) -> None:
    prepare_tile(source=source, address=MINED)
    sweeps.keep_to_terms()
    assert states() == [State.READY]
    age(days=1.1)
    sweeps.keep_to_terms()
    assert states() == [State.EXPIRED]


def test_gold_keeps_its_picture(campaign: Campaign, source: ImagerySource) -> None:
    label_tile = queue(campaign, MINED)
    LabelTile.objects.update(is_done=True)
    GoldAnswer.objects.create(label_tile=label_tile, superpixel=1, answer=Answer.POSITIVE)
    age(days=2)
    assert list(tiles_in_need(source)) == [label_tile.tile]


def test_another_date_of_a_waiting_tile_keeps_its_picture(campaign: Campaign, server: TileServer) -> None:
    other = make_xyz_source(server, slug="earlier", tile_px=512, may_cache=False)
    Campaign.objects.update(comparison_source=other)
    queue(campaign, MINED)
    compared = prepare_tile(source=other, address=MINED)
    prepare_tile(source=other, address=strip_of_tiles(1)[0])
    assert list(tiles_in_need(other)) == [compared]


def test_a_finding_keeps_its_picture_until_it_is_decided(
    campaign: Campaign, source: ImagerySource, editor: User, admin: User
) -> None:
    search_all(campaign)
    age(days=2)
    finding = Detection.objects.get()
    for person in (editor, admin):
        sweeps.keep_to_terms()
        assert states() == [State.EXPIRED, State.READY]
        record_review(detection=finding, editor=person, decision=Review.Decision.CONFIRMED)
    sweeps.keep_to_terms()
    assert states() == [State.EXPIRED, State.EXPIRED]


def test_after_keep_days_a_picture_goes_even_if_it_is_needed_and_is_read_again(
    campaign: Campaign, source: ImagerySource, monkeypatch: pytest.MonkeyPatch
) -> None:
    ImagerySource.objects.update(may_cache=True, keep_days=30)
    queue(campaign, MINED)
    prepare_tile(source=source, address=strip_of_tiles(1)[0])
    age(days=29)
    source.refresh_from_db()
    assert not due_for_deletion(source).exists()
    age(days=31)
    asked: list[int] = []
    monkeypatch.setattr(sweeps, "queue_task", lambda *, task, argument: asked.append(argument))
    sweeps.keep_to_terms()
    assert states() == [State.EXPIRED, State.EXPIRED]
    needed = Tile.objects.get(x=MINED.x)
    assert asked == [needed.pk]
    assert read_again(tile=needed).state == State.READY
    assert not wanted_again(source).exists() and not due_for_deletion(source).exists()


def test_a_queued_tile_whose_imagery_has_changed_leaves_the_queue(
    campaign: Campaign, source: ImagerySource, server: TileServer
) -> None:
    label_tile = queue(campaign, MINED)
    expire_pictures(tiles=[label_tile.tile])
    part = MINED.children(17)[0]
    server.override(part, ServerAnswer.picture(draw_part(part, 512)[::-1]))
    read_again(tile=Tile.objects.get())
    label_tile.refresh_from_db()
    assert label_tile.is_done and "has changed since" in label_tile.tile.failure


def test_training_reads_a_deleted_picture_for_a_moment(
    campaign: Campaign, source: ImagerySource, tmp_path: Path
) -> None:
    label_tile = queue(campaign, MINED)
    expire_pictures(tiles=[label_tile.tile])
    example = TileExamples(
        label_tile.tile_id, label_tile.segmentation_id, "g", [1, 2], [1.0, 0.0], [1.0, 1.0]
    )
    features = FeatureCache(get_extractor("texture"))
    table = build_table(TrainingExamples([example], []), features, lambda _done: None)
    assert len(np.concatenate(table.features)) == 2
    assert states() == [State.EXPIRED] and pictures(tmp_path) == 0
