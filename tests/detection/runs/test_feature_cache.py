"""Features are described once: a new model judges a region without its pictures."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from campaigns.models import Campaign, Job
from detection.models import Detection, DetectionRun, TileResult
from imagery.models import Tile
from ml.features.texture import TextureExtractor
from tests.detection.drawn_tiles import make_mined_campaign, make_trained_model
from tests.detection.runs.searching import plan, search

N_TILES = 3
Probabilities = list[tuple[int, list[float] | None]]


@pytest.fixture
def mined_campaign(db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Campaign:
    settings.DATA_ROOT = tmp_path
    monkeypatch.setattr("detection.runs.tasks.queue_task", lambda **_: True)
    return make_mined_campaign(N_TILES, mining=[1])


def search_with_new_model(campaign: Campaign) -> DetectionRun:
    make_trained_model(campaign)
    run = plan(campaign)
    assert search(run).state == Job.State.SUCCEEDED
    return run


def probabilities_of(run: DetectionRun) -> Probabilities:
    return list(run.tile_results.order_by("x").values_list("x", "probabilities"))


def delete(root: Path, *suffixes: str) -> int:
    """Delete files of tiles, but no models and no stored features."""
    other_folders = {"features", "models"}
    files = [
        path for path in root.rglob("*") if path.suffix in suffixes and not other_folders & set(path.parts)
    ]
    for path in files:
        path.unlink()
    return len(files)


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry per tile that is described from its picture."""
    calls: list[int] = []
    real: Callable[..., object] = TextureExtractor.extract

    def count(self: TextureExtractor, *arguments: object) -> object:
        calls.append(1)
        return real(self, *arguments)

    monkeypatch.setattr(TextureExtractor, "extract", count)
    return calls


def test_a_new_model_judges_the_region_without_its_pictures(
    mined_campaign: Campaign, tmp_path: Path, described: list[int]
) -> None:
    first = search_with_new_model(mined_campaign)
    described.clear()
    assert delete(tmp_path, ".jpg") >= N_TILES
    second = search_with_new_model(mined_campaign)
    assert second.model_version_id != first.model_version_id
    assert described == [] and probabilities_of(second) == probabilities_of(first)
    shapes = [Detection.objects.get(run=run).geometry for run in (first, second)]
    assert shapes[0] == shapes[1]


def test_only_new_pictures_are_described(mined_campaign: Campaign, described: list[int]) -> None:
    search_with_new_model(mined_campaign)
    described.clear()
    Tile.objects.filter(x=min(Tile.objects.values_list("x", flat=True))).update(sha256="another picture")
    run = search_with_new_model(mined_campaign)
    assert len(described) == 1 and run.counts()["analysed"] == N_TILES


def test_a_damaged_cache_file_is_described_and_written_again(
    mined_campaign: Campaign, tmp_path: Path, described: list[int]
) -> None:
    first = search_with_new_model(mined_campaign)
    for path in tmp_path.glob("features/*/*.npz"):
        path.write_bytes(path.read_bytes()[:100])
    described.clear()
    second = search_with_new_model(mined_campaign)
    assert len(described) == N_TILES and probabilities_of(second) == probabilities_of(first)
    described.clear()
    assert (
        probabilities_of(search_with_new_model(mined_campaign)) == probabilities_of(first) and described == []
    )


def test_missing_outlines_are_cut_from_the_picture_again(mined_campaign: Campaign, tmp_path: Path) -> None:
    first = search_with_new_model(mined_campaign)
    assert delete(tmp_path, ".json")
    second = search_with_new_model(mined_campaign)
    assert Detection.objects.get(run=second).geometry == Detection.objects.get(run=first).geometry


def test_a_tile_without_superpixels_and_picture_fails_alone(mined_campaign: Campaign, tmp_path: Path) -> None:
    search_with_new_model(mined_campaign)
    delete(tmp_path, ".json", ".npz", ".jpg")
    run = search_with_new_model(mined_campaign)
    failed = run.tile_results.get(state=TileResult.State.FAILED)
    assert "cannot be read" in failed.failure and run.counts()["analysed"] == N_TILES - 1


def test_a_cache_that_cannot_be_written_costs_only_time(
    mined_campaign: Campaign, tmp_path: Path, described: list[int]
) -> None:
    (tmp_path / "features").write_text("a file where the folder should be")
    first = search_with_new_model(mined_campaign)
    described.clear()
    assert (
        probabilities_of(search_with_new_model(mined_campaign)) == probabilities_of(first)
        and len(described) == N_TILES
    )


def test_damaged_outlines_fail_one_tile_only(mined_campaign: Campaign, tmp_path: Path) -> None:
    detection = Detection.objects.get(run=search_with_new_model(mined_campaign))
    for path in tmp_path.glob(f"tiles/**/*-{detection.tile_result.x}-*.json"):
        path.write_text(path.read_text()[:50])
    run = search_with_new_model(mined_campaign)
    failed = run.tile_results.get(state=TileResult.State.FAILED)
    assert failed.x == detection.tile_result.x and "is damaged" in failed.failure
    assert run.counts()["analysed"] == N_TILES - 1


def test_compact_features_take_less_disk_and_serve_a_new_model(
    mined_campaign: Campaign, settings: Settings, tmp_path: Path
) -> None:
    def stored_bytes() -> int:
        return sum(path.stat().st_size for path in (tmp_path / "features").rglob("*.npz"))

    first = search_with_new_model(mined_campaign)
    plain = stored_bytes()
    for path in (tmp_path / "features").rglob("*.npz"):
        path.unlink()
    settings.COMPACT_FEATURES = True
    search_with_new_model(mined_campaign)
    assert stored_bytes() < 0.8 * plain  # a chunk of few tiles also holds the scale of each feature
    delete(tmp_path, ".jpg")
    again = search_with_new_model(mined_campaign)
    pairs = zip(probabilities_of(first), probabilities_of(again), strict=True)
    for (_x, exact), (_y, rounded) in pairs:
        assert rounded == pytest.approx(exact, abs=0.1)
