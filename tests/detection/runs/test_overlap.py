"""Tiles of a chunk are read, described and judged at the same time, and that changes nothing."""

import threading
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from django.utils import translation
from pytest_django import Settings

from campaigns.models import Campaign, Job
from detection.models import DetectionRun, TileResult
from detection.runs import tile_analyser as analyser
from detection.runs.actions import start_run
from detection.runs.services.plan_run import plan_run
from detection.runs.services.search_chunk import search_chunk
from detection.runs.tile_analysis import TileAnalysis
from ml.features.texture import TextureExtractor
from ml.pipeline import READ_AHEAD
from tests.detection.drawn_tiles import make_ground, make_learnt_model

N_TILES = 8
PATIENCE_S = 60


@pytest.fixture
def ground(db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Campaign:
    settings.DATA_ROOT = tmp_path
    monkeypatch.setattr("detection.runs.tasks.queue_task", lambda **_: True)
    campaign = make_ground(N_TILES, mining=[1, 4])
    make_learnt_model(campaign)
    return campaign


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Features that cost nothing, for tests of what happens when."""

    def extract(_self: object, _image: object, labels: np.ndarray) -> np.ndarray:
        return np.zeros((int(labels.max()), 8), dtype=np.float32)

    monkeypatch.setattr(TextureExtractor, "extract", extract)
    monkeypatch.setattr("ml.bundle.ModelBundle.predict", lambda _self, rows: np.zeros(len(rows)))


def plan(campaign: Campaign) -> DetectionRun:
    run = start_run(campaign=campaign, started_by=None)
    plan_run(run_id=run.pk)
    return run


def search(run: DetectionRun) -> Job:
    for pk in run.chunks.values_list("pk", flat=True):
        search_chunk(chunk_id=pk)
    return Job.objects.get(run=run)


def test_results_depend_neither_on_threads_nor_on_company(
    ground: Campaign, settings: Settings, tmp_path: Path
) -> None:
    found = []
    for n_threads in (1, 4):
        settings.SEARCH_THREADS = n_threads
        run = plan(ground)
        if n_threads == 4:  # each tile in a search of its own, as it were
            for path in tmp_path.glob("features/*/*.npz"):
                path.unlink()
            run.tile_results.update(n_attempts=1)
        assert search(run).state == Job.State.SUCCEEDED
        found.append(list(run.tile_results.order_by("x").values_list("x", "probabilities", "n_positive")))
    assert found[0] == found[1]


def test_the_next_picture_is_read_while_one_is_described(
    ground: Campaign, cheap: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    second_is_read, in_time = threading.Event(), []
    real_read, real_describe = analyser.TileAnalyser._read, analyser.TileAnalyser._describe
    xs = sorted(plan(ground).tile_results.values_list("x", flat=True))

    def read(self: analyser.TileAnalyser, look: TileAnalysis) -> None:
        real_read(self, look)
        if look.result.x == xs[1]:
            second_is_read.set()

    def describe(self: analyser.TileAnalyser, look: TileAnalysis) -> None:
        if look.result.x == xs[0]:
            in_time.append(second_is_read.wait(PATIENCE_S))
        real_describe(self, look)

    monkeypatch.setattr(analyser.TileAnalyser, "_read", read)
    monkeypatch.setattr(analyser.TileAnalyser, "_describe", describe)
    run = DetectionRun.objects.get()
    for pk in run.chunks.order_by("quadkey").values_list("pk", flat=True):
        search_chunk(chunk_id=pk)
    assert in_time == [True]


def test_few_pictures_are_in_memory_at_a_time(
    ground: Campaign, cheap: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SEARCH_THREADS = 1
    held: set[int] = set()
    most: list[int] = []
    real = analyser.TileAnalyser._read, analyser.TileAnalyser._describe

    def read(self: analyser.TileAnalyser, look: TileAnalysis) -> None:
        held.add(look.result.pk)
        most.append(len(held))
        real[0](self, look)

    def describe(self: analyser.TileAnalyser, look: TileAnalysis) -> None:
        real[1](self, look)
        assert look.picture is None
        held.discard(look.result.pk)

    monkeypatch.setattr(analyser.TileAnalyser, "_read", read)
    monkeypatch.setattr(analyser.TileAnalyser, "_describe", describe)
    assert search(plan(ground)).state == Job.State.SUCCEEDED
    assert max(most) <= READ_AHEAD + 2


def test_a_tile_that_a_worker_died_with_is_looked_at_alone(
    ground: Campaign, cheap: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = plan(ground)
    suspect = run.tile_results.order_by("x")[0]
    TileResult.objects.filter(pk=suspect.pk).update(n_attempts=1)
    parties: list[set[int]] = []
    real = analyser.TileAnalyser.analyse

    def analyse(self: analyser.TileAnalyser, results: Iterable[TileResult]) -> Iterable[TileAnalysis]:
        looks = real(self, results)
        parties.append(set())
        for look in looks:
            parties[-1].add(look.result.pk)
            yield look

    monkeypatch.setattr(analyser.TileAnalyser, "analyse", analyse)
    assert search(run).state == Job.State.SUCCEEDED
    assert {suspect.pk} in parties
    assert max(map(len, parties)) > 1


def test_what_a_stopped_search_had_begun_counts_as_no_attempt(
    ground: Campaign, cheap: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = plan(ground)

    def stop(self: Job, steps: int = 1) -> bool:
        return False

    monkeypatch.setattr(Job, "advance", stop)
    search(run)
    pending = run.tile_results.filter(state=TileResult.State.PENDING)
    assert pending.exists() and set(pending.values_list("n_attempts", flat=True)) == {0}


def test_failures_of_threads_are_read_in_the_readers_language(
    ground: Campaign, cheap: None, tmp_path: Path
) -> None:
    run = plan(ground)
    for path in tmp_path.rglob("*.jpg"):
        path.unlink()
    with translation.override("uk"):
        search(run)
        reasons = [result.failure for result in run.tile_results.all()]
    assert reasons and not any("cannot be read" in reason for reason in reasons)
    assert all("cannot be read" in result.failure for result in run.tile_results.all())
