"""A newer model over a finished search, from stored features. For workers: it loads the model."""

import time
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from django.utils import timezone

from detection.feature_cache import FeatureCache
from detection.runs.models import DetectionRun, TileResult
from detection.runs.rescoring_models import Rescoring
from detection.training.bundles import load_bundle
from detection.training.models import ModelVersion
from imagery.models import TileSegmentation
from ml.rescore import Rescored, rescore_store
from ml.rule import is_tile_positive
from ml.tiles import tile_from_quadkey

MAX_LISTED = 500
Cell = tuple[int, int]


@dataclass
class Comparison:
    """Tiles (x, y) of a search, before and with the newer model."""

    before: dict[Cell, bool]
    without_data: dict[Cell, list[int]] = field(default_factory=dict)
    """Superpixels to leave out, where there are any."""
    after: dict[Cell, bool] = field(default_factory=dict)
    n_superpixels: int = 0

    @property
    def gained(self) -> list[Cell]:
        return sorted(cell for cell, positive in self.after.items() if positive and not self.before[cell])

    @property
    def lost(self) -> list[Cell]:
        return sorted(cell for cell, positive in self.after.items() if not positive and self.before[cell])


def rescore_run(*, rescoring_id: int) -> Rescoring:
    """Judge a search's tiles with another model and store what would change. Safe to run twice."""
    related = Rescoring.objects.select_related("run__model_version", "run__campaign", "model_version")
    rescoring = related.get(pk=rescoring_id)
    run, version = rescoring.run, rescoring.model_version
    started = time.monotonic()
    share, thresholds = version.search_settings()
    threshold = thresholds["precise"]
    compared = _compare(run, version, share, threshold)
    positive_before = sum(compared.before[cell] for cell in compared.after)
    columns = {
        "threshold": threshold,
        "share": share,
        "n_tiles": len(compared.after),
        "n_missing": len(compared.before) - len(compared.after),
        "n_superpixels": compared.n_superpixels,
        "n_positive_before": positive_before,
        "n_positive": sum(compared.after.values()),
        "n_gained": len(compared.gained),
        "n_lost": len(compared.lost),
        "gained": _names(run, compared.gained),
        "lost": _names(run, compared.lost),
        "seconds": time.monotonic() - started,
        "finished_at": timezone.now(),
    }
    Rescoring.objects.filter(pk=rescoring.pk).update(**columns)
    return related.get(pk=rescoring.pk)


def _compare(run: DetectionRun, version: ModelVersion, share: float | None, threshold: float) -> Comparison:
    bundle, extractor = load_bundle(version)
    analysed = run.tile_results.filter(state=TileResult.State.ANALYSED).order_by()
    rows = analysed.values_list("x", "y", "n_positive").iterator(chunk_size=20_000)
    before = {(x, y): n >= run.min_positive_superpixels for x, y, n in rows}
    compared = Comparison(before, _without_data(run))
    for tiles_version in _versions_of(run):
        store = FeatureCache(extractor).of_region(tiles_version, run.segmentation_key).store
        for chunk in rescore_store(store, bundle, share=share):
            _add(compared, run, chunk, threshold)
    return compared


def _versions_of(run: DetectionRun) -> list[str]:
    """Under which its tiles are stored, the newest first: a repeated search takes over earlier ones."""
    versions: dict[str, None] = {}
    step: DetectionRun | None = run
    while step is not None:
        versions |= dict.fromkeys([step.new_tiles_version, step.source_version])
        step = step.repeats
    return list(versions)


def _without_data(run: DetectionRun) -> dict[Cell, list[int]]:
    rows = TileSegmentation.objects.filter(
        tile__source_version__in=_versions_of(run),
        settings_key=run.segmentation_key, n_without_data__gt=0, tile__z=run.zoom,
    )  # fmt: skip
    return {(x, y): numbers for x, y, numbers in rows.values_list("tile__x", "tile__y", "without_data")}


def _add(compared: Comparison, run: DetectionRun, chunk: Rescored, threshold: float) -> None:
    if chunk.quadkeys is None or chunk.superpixels is None or chunk.probabilities is None:
        return  # a damaged chunk: its tiles count as missing
    rows: dict[str, list[int]] = defaultdict(list)
    for row, quadkey in enumerate(chunk.quadkeys.tolist()):
        rows[quadkey].append(row)
    for quadkey, members in rows.items():
        tile = tile_from_quadkey(quadkey)
        if tile.z != run.zoom or (tile.x, tile.y) not in compared.before:
            continue  # of another region with the same imagery
        if (tile.x, tile.y) in compared.after:
            continue  # a later search has seen a newer picture
        left_out = compared.without_data.get((tile.x, tile.y), [])
        judged = np.asarray(members)
        judged = judged[~np.isin(chunk.superpixels[judged], left_out)]
        positive = is_tile_positive(chunk.probabilities[judged], threshold, run.min_positive_superpixels)
        compared.after[tile.x, tile.y] = positive
        compared.n_superpixels += len(judged)


def _names(run: DetectionRun, cells: list[Cell]) -> list[str]:
    return [f"{run.zoom}/{x}/{y}" for x, y in cells[:MAX_LISTED]]
