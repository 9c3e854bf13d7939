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
from detection.runs.tile_analyser import TileAnalyser
from detection.runs.tile_analysis import TileAnalysis
from ml.features.texture import TextureExtractor
from ml.pipeline import READ_AHEAD
from tests.detection.drawn_tiles import make_mined_campaign, make_trained_model
from tests.detection.runs.searching import plan, search

N_TILES = 8
PATIENCE_S = 60


@pytest.fixture
def mined_campaign(db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Campaign:
    settings.DATA_ROOT = tmp_path
    monkeypatch.setattr("detection.runs.tasks.queue_task", lambda **_: True)
    campaign = make_mined_campaign(N_TILES, mining=[1, 4])
    make_trained_model(campaign)
    return campaign


@pytest.fixture
def free_features(monkeypatch: pytest.MonkeyPatch) -> None:
    """Features that cost nothing, for tests of the order of events."""

    def extract(_self: object, _image: object, labels: np.ndarray) -> np.ndarray:
        return np.zeros((int(labels.max()), 8), dtype=np.float32)

    monkeypatch.setattr(TextureExtractor, "extract", extract)
    monkeypatch.setattr("ml.bundle.ModelBundle.predict", lambda _self, rows, share=None: np.zeros(len(rows)))
    monkeypatch.setattr("ml.bundle.ModelBundle.novelty", lambda _self, rows: np.zeros(len(rows)))


def test_results_depend_neither_on_threads_nor_on_neighbouring_tiles(
    mined_campaign: Campaign, settings: Settings, tmp_path: Path
) -> None:
    outcomes = []
    for n_threads in (1, 4):
        settings.SEARCH_THREADS = n_threads
        run = plan(mined_campaign)
        if n_threads == 4:  # each tile is analysed alone
            for path in tmp_path.glob("features/*/*.npz"):
                path.unlink()
            run.tile_results.update(n_attempts=1)
        assert search(run).state == Job.State.SUCCEEDED
        outcomes.append(list(run.tile_results.order_by("x").values_list("x", "probabilities", "n_positive")))
    assert outcomes[0] == outcomes[1]


def test_the_next_picture_is_read_while_one_is_described(
    mined_campaign: Campaign, free_features: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    second_is_read, in_time = threading.Event(), []
    real_read, real_describe = TileAnalyser._read, TileAnalyser._describe
    xs = sorted(plan(mined_campaign).tile_results.values_list("x", flat=True))

    def read(self: TileAnalyser, analysis: TileAnalysis) -> None:
        real_read(self, analysis)
        if analysis.result.x == xs[1]:
            second_is_read.set()

    def describe(self: TileAnalyser, analysis: TileAnalysis) -> None:
        if analysis.result.x == xs[0]:
            in_time.append(second_is_read.wait(PATIENCE_S))
        real_describe(self, analysis)

    monkeypatch.setattr(TileAnalyser, "_read", read)
    monkeypatch.setattr(TileAnalyser, "_describe", describe)
    search(DetectionRun.objects.get())
    assert in_time == [True]


def test_few_pictures_are_in_memory_at_a_time(
    mined_campaign: Campaign, free_features: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SEARCH_THREADS = 1
    in_memory: set[int] = set()
    counts: list[int] = []
    real = TileAnalyser._read, TileAnalyser._describe

    def read(self: TileAnalyser, analysis: TileAnalysis) -> None:
        in_memory.add(analysis.result.pk)
        counts.append(len(in_memory))
        real[0](self, analysis)

    def describe(self: TileAnalyser, analysis: TileAnalysis) -> None:
        real[1](self, analysis)
        assert analysis.picture is None
        in_memory.discard(analysis.result.pk)

    monkeypatch.setattr(TileAnalyser, "_read", read)
    monkeypatch.setattr(TileAnalyser, "_describe", describe)
    assert search(plan(mined_campaign)).state == Job.State.SUCCEEDED
    assert max(counts) <= READ_AHEAD + 2


def test_a_tile_that_crashed_a_worker_is_analysed_alone(
    mined_campaign: Campaign, free_features: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = plan(mined_campaign)
    suspect = run.tile_results.order_by("x")[0]
    TileResult.objects.filter(pk=suspect.pk).update(n_attempts=1)
    batches: list[set[int]] = []
    real = TileAnalyser.analyse

    def analyse(self: TileAnalyser, results: Iterable[TileResult]) -> Iterable[TileAnalysis]:
        analyses = real(self, results)
        batches.append(set())
        for analysis in analyses:
            batches[-1].add(analysis.result.pk)
            yield analysis

    monkeypatch.setattr(TileAnalyser, "analyse", analyse)
    assert search(run).state == Job.State.SUCCEEDED
    assert {suspect.pk} in batches
    assert max(map(len, batches)) > 1


def test_tiles_started_by_a_stopped_search_do_not_count_as_attempts(
    mined_campaign: Campaign, free_features: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = plan(mined_campaign)

    def stop(self: Job, steps: int = 1) -> bool:
        return False

    monkeypatch.setattr(Job, "advance", stop)
    search(run)
    pending = run.tile_results.filter(state=TileResult.State.PENDING)
    assert pending.exists() and set(pending.values_list("n_attempts", flat=True)) == {0}


def test_errors_in_threads_are_read_in_the_readers_language(
    mined_campaign: Campaign, free_features: None, tmp_path: Path
) -> None:
    run = plan(mined_campaign)
    for path in tmp_path.rglob("*.jpg"):
        path.unlink()
    with translation.override("uk"):
        search(run)
        reasons = [result.failure for result in run.tile_results.all()]
    assert reasons and not any("cannot be read" in reason for reason in reasons)
    assert all("cannot be read" in result.failure for result in run.tile_results.all())
