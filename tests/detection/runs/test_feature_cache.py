"""What one search has described is not described again: a new model judges a region without its pictures."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from campaigns.models import Campaign, Job
from detection.models import Detection, DetectionRun, TileResult
from detection.runs.actions import start_run
from detection.runs.services.plan_run import plan_run
from detection.runs.services.search_chunk import search_chunk
from imagery.models import Tile
from ml.features.texture import TextureExtractor
from tests.detection.drawn_tiles import make_ground, make_learnt_model

N_TILES = 3
Seen = list[tuple[int, list[float] | None]]


@pytest.fixture
def ground(db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Campaign:
    settings.DATA_ROOT = tmp_path
    monkeypatch.setattr("detection.runs.tasks.queue_task", lambda **_: True)
    return make_ground(N_TILES, mining=[1])


def search(campaign: Campaign) -> DetectionRun:
    """With a model of its own, the newest."""
    make_learnt_model(campaign)
    run = start_run(campaign=campaign, started_by=None)
    plan_run(run_id=run.pk)
    for pk in run.chunks.values_list("pk", flat=True):
        search_chunk(chunk_id=pk)
    assert Job.objects.get(run=run).state == Job.State.SUCCEEDED
    return run


def seen_by(run: DetectionRun) -> Seen:
    return list(run.tile_results.order_by("x").values_list("x", "probabilities"))


def delete(root: Path, *suffixes: str) -> int:
    """Files of tiles; models and kept features stay."""
    kept = {"features", "models"}
    found = [path for path in root.rglob("*") if path.suffix in suffixes and not kept & set(path.parts)]
    for path in found:
        path.unlink()
    return len(found)


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one with each tile that is described from its picture."""
    calls: list[int] = []
    real: Callable[..., object] = TextureExtractor.extract

    def count(self: TextureExtractor, *arguments: object) -> object:
        calls.append(1)
        return real(self, *arguments)

    monkeypatch.setattr(TextureExtractor, "extract", count)
    return calls


def test_a_new_model_judges_the_region_though_its_pictures_are_gone(
    ground: Campaign, tmp_path: Path, described: list[int]
) -> None:
    first = search(ground)
    described.clear()
    assert delete(tmp_path, ".jpg", ".npz") >= N_TILES
    second = search(ground)
    assert second.model_version_id != first.model_version_id
    assert described == [] and seen_by(second) == seen_by(first)
    shapes = [Detection.objects.get(run=run).geometry for run in (first, second)]
    assert shapes[0] == shapes[1]


def test_only_tiles_that_are_new_are_described(ground: Campaign, described: list[int]) -> None:
    search(ground)
    described.clear()
    Tile.objects.filter(x=min(Tile.objects.values_list("x", flat=True))).update(sha256="another picture")
    run = search(ground)
    assert len(described) == 1 and run.counts()["analysed"] == N_TILES


def test_a_torn_file_is_described_anew_and_mended(
    ground: Campaign, tmp_path: Path, described: list[int]
) -> None:
    first = search(ground)
    for path in tmp_path.glob("features/*/*.npz"):
        path.write_bytes(path.read_bytes()[:100])
    described.clear()
    second = search(ground)
    assert len(described) == N_TILES and seen_by(second) == seen_by(first)
    described.clear()
    assert seen_by(search(ground)) == seen_by(first) and described == []


def test_outlines_that_are_gone_are_cut_again_from_the_picture(ground: Campaign, tmp_path: Path) -> None:
    first = search(ground)
    assert delete(tmp_path, ".json")
    second = search(ground)
    assert Detection.objects.get(run=second).geometry == Detection.objects.get(run=first).geometry


def test_without_outlines_and_picture_the_tile_says_so_and_the_rest_goes_on(
    ground: Campaign, tmp_path: Path
) -> None:
    search(ground)
    delete(tmp_path, ".json", ".jpg")
    run = search(ground)
    failed = run.tile_results.get(state=TileResult.State.FAILED)
    assert "cannot be read" in failed.failure and run.counts()["analysed"] == N_TILES - 1


def test_a_store_that_cannot_be_written_costs_time_and_nothing_else(
    ground: Campaign, tmp_path: Path, described: list[int]
) -> None:
    (tmp_path / "features").write_text("a file where the folder should be")
    first = search(ground)
    described.clear()
    assert seen_by(search(ground)) == seen_by(first) and len(described) == N_TILES


def test_torn_outlines_concern_one_tile_alone(ground: Campaign, tmp_path: Path) -> None:
    detection = Detection.objects.get(run=search(ground))
    for path in tmp_path.glob(f"tiles/**/*-{detection.tile_result.x}-*.json"):
        path.write_text(path.read_text()[:50])
    run = search(ground)
    failed = run.tile_results.get(state=TileResult.State.FAILED)
    assert failed.x == detection.tile_result.x and "is damaged" in failed.failure
    assert run.counts()["analysed"] == N_TILES - 1
