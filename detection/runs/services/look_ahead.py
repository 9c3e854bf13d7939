"""Analyses a few tiles of a region as a search would, and takes the time. For workers."""

import time
from dataclasses import asdict
from typing import Any

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from campaigns.models import Job
from detection.errors import DetectionError
from detection.feature_cache import FeatureCache, RegionFeatureCache
from detection.runs.inputs import frozen_inputs, share_and_threshold
from detection.runs.models import DetectionRun, TileResult
from detection.runs.preflight import Findings
from detection.runs.preflight_models import Preflight
from detection.runs.tile_analyser import TileAnalyser
from detection.runs.tile_analysis import TileAnalysis
from detection.training.bundles import load_bundle
from imagery import files
from imagery.errors import DiskFull
from imagery.messages import message as _
from imagery.messages import words_of
from imagery.models import Tile
from ml.errors import MlError
from ml.novelty import count_novel
from ml.tile_counts import Squares, quadkey_numbers, squares_in_geometry

SAMPLE = 12
HALF_PRECISION_BYTES = 2
Chosen = NDArray[np.bool_]


def look_ahead(*, preflight: Preflight, job: Job) -> None:
    """Count the region's tiles and analyse a sample of those not read yet; their pictures and features are
    kept as a search keeps them. Safe to run twice."""
    try:
        findings = _look(preflight, job)
    except (DetectionError, DiskFull, MlError) as error:
        job.fail(words_of(error))
        return
    Preflight.objects.filter(pk=preflight.pk).update(report=asdict(findings), finished_at=timezone.now())
    job.succeed()


def _look(preflight: Preflight, job: Job) -> Findings:
    campaign, model = preflight.campaign, preflight.model_version
    run = DetectionRun(number=0, **frozen_inputs(campaign, model), **share_and_threshold(model, None))
    bundle, extractor = load_bundle(model)
    features = FeatureCache(extractor).of_region(run.source_version, run.segmentation_key)
    squares = squares_in_geometry(run.region, run.zoom)
    read = _read_before(run, squares)
    described = read & _described_before(features, run, squares)
    job.report(0, SAMPLE, _("Timing a sample of tiles"))
    results = _sample(run, squares if read.all() else squares[~read])
    begun = time.monotonic()
    analyses = list(TileAnalyser(run, bundle, extractor, features).analyse(results))
    seconds = time.monotonic() - begun
    features.add({one.found_tile: one.vectors for one in analyses if one.vectors is not None})
    return Findings(
        n_tiles=len(squares),
        n_read=int(read.sum()),
        n_described=int(described.sum()),
        seconds=seconds,
        **_sum_up(analyses),
    )


def _sample(run: DetectionRun, squares: Squares) -> list[TileResult]:
    """Evenly along the quadkeys, which spreads them over the region."""
    n = min(SAMPLE, len(squares))
    chosen = squares[((np.arange(n) + 0.5) * len(squares) / max(n, 1)).astype(int)]
    return [TileResult(run=run, z=run.zoom, x=x, y=y) for x, y in chosen.tolist()]


def _read_before(run: DetectionRun, squares: Squares) -> Chosen:
    if not len(squares):
        return np.zeros(0, dtype=bool)
    (west, north), (east, south) = squares.min(axis=0).tolist(), squares.max(axis=0).tolist()
    stored = Tile.objects.described().filter(
        source=run.source, source_version=run.source_version, z=run.zoom,
        x__gte=west, x__lte=east, y__gte=north, y__lte=south,
    )  # fmt: skip
    places = np.array(list(stored.values_list("x", "y")), dtype=np.int64).reshape(-1, 2)
    return np.isin(quadkey_numbers(squares, run.zoom), quadkey_numbers(places, run.zoom))


def _described_before(features: RegionFeatureCache, run: DetectionRun, squares: Squares) -> Chosen:
    """Tiles in cells for which features are stored."""
    names = [name for name in features.store.names() if name != "world" and len(name) < run.zoom]
    found = np.zeros(len(squares), dtype=bool)
    numbers = quadkey_numbers(squares, run.zoom)
    for length in {len(name) for name in names}:
        cells = np.array([int(name, 4) for name in names if len(name) == length])
        found |= np.isin(numbers >> 2 * (run.zoom - length), cells)
    return found


def _sum_up(analyses: list[TileAnalysis]) -> dict[str, Any]:
    State = TileResult.State
    failed = [one for one in analyses if one.outcome and one.outcome.state == State.FAILED]
    judged = [one for one in analyses if one.outcome and one.outcome.state == State.ANALYSED]
    return {
        "n_sample": len(analyses),
        "n_without_imagery": len(analyses) - len(failed) - len(judged),
        "n_failed": len(failed),
        "failure": str(failed[0].outcome.tile_result["failure_parts"])
        if failed and failed[0].outcome
        else "",
        "picture_bytes": sum(_size(one.found_tile.picture, one.found_tile.mask) for one in judged),
        "other_bytes": sum(_other_bytes(one) for one in judged),
        "n_superpixels": sum(one.outcome.tile_result["n_superpixels"] for one in judged if one.outcome),
        "n_novel": sum(count_novel(one.found_prediction.novelty) for one in judged),
    }


def _other_bytes(analysis: TileAnalysis) -> int:
    cut = analysis.segmentation
    vectors = 0 if analysis.vectors is None else analysis.vectors.size * HALF_PRECISION_BYTES
    return vectors + (_size(cut.labels, cut.outlines) if cut is not None else 0)


def _size(*names: str) -> int:
    paths = [files.data_path(name) for name in names if name]
    return sum(path.stat().st_size for path in paths if path.is_file())
