"""Measuring a model without fooling oneself: folds grouped by tile, thresholds not chosen where they are
judged."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import PurePath
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, confusion_matrix, precision_recall_curve
from sklearn.model_selection import StratifiedGroupKFold

from ml.calibration import brier_score, reliability_curve
from ml.thresholds import choose_thresholds
from ml.tiles import Tile

SUPERPIXEL_NAME = re.compile(r"^(?P<tile>.+)_super_\d+$")
PLACED_NAME = re.compile(r"^(?P<latitude>-?\d+(\.\d+)?)_(?P<longitude>-?\d+(\.\d+)?)_")
REGION_DEGREES = 0.1


@dataclass(frozen=True)
class Scores:
    """How well superpixels were told apart; all shares are from 0 to 1."""

    f1: float
    precision: float
    recall: float
    average_precision: float
    recall_at_precision_95: float
    brier: float
    confusion: dict[str, int]
    reliability: list[dict[str, float]] = field(default_factory=list)
    n_folds: int = 0
    folds: list[dict[str, Any]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Plain numbers, for JSON."""
        return asdict(self)


def tile_of_crop(name: str) -> str:
    """The tile that a crop named LAT_LON_DATE_super_N.ext was cut from; any other name stands for
    itself."""
    stem = PurePath(name).stem
    found = SUPERPIXEL_NAME.match(stem)
    return found["tile"] if found else stem


def region_of_crop(name: str) -> str:
    """The block of `REGION_DEGREES` by `REGION_DEGREES` that a crop named LAT_LON_... lies in, whatever its
    date; the tile where the name tells no place."""
    found = PLACED_NAME.match(PurePath(name).stem)
    if found is None:
        return tile_of_crop(name)
    return block_of_place(float(found["latitude"]), float(found["longitude"]))


def block_of_tile(tile: Tile) -> str:
    """The block of land that the tile's centre lies in, by the names that `region_of_crop` gives."""
    edges = tile.bounds
    return block_of_place((edges.south + edges.north) / 2, (edges.west + edges.east) / 2)


def block_of_place(latitude: float, longitude: float) -> str:
    """The block of `REGION_DEGREES` by `REGION_DEGREES` that a place, in degrees, lies in."""
    row, column = (math.floor(degrees / REGION_DEGREES) for degrees in (latitude, longitude))
    return f"block {row} {column}"


def grouped_folds(
    labels: NDArray[np.bool_], groups: NDArray[Any], n_folds: int = 5, seed: int = 0
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Row numbers to learn from and to judge, fold by fold; no group is on both sides and each class is
    spread as evenly as groups allow. There are at most as many folds as the rarer class has groups."""
    rarer = min(len(np.unique(groups[labels])), len(np.unique(groups[~labels])))
    splitter = StratifiedGroupKFold(max(2, min(n_folds, rarer)), shuffle=True, random_state=seed)
    yield from splitter.split(np.zeros(len(labels)), labels, groups)


def score(probabilities: NDArray[Any], labels: NDArray[np.bool_], predicted: NDArray[np.bool_]) -> Scores:
    """Figures for calibrated `probabilities` (n,), true `labels` (n,) and the decisions `predicted`
    (n,)."""
    (true_negative, false_positive), (false_negative, true_positive) = confusion_matrix(
        labels, predicted, labels=[False, True]
    ).tolist()
    precision = true_positive / max(1, true_positive + false_positive)
    recall = true_positive / max(1, true_positive + false_negative)
    return Scores(
        f1=2 * true_positive / max(1, 2 * true_positive + false_positive + false_negative),
        precision=precision,
        recall=recall,
        average_precision=float(average_precision_score(labels, probabilities)) if labels.any() else 0.0,
        recall_at_precision_95=recall_at_precision(probabilities, labels, 0.95),
        brier=brier_score(probabilities, labels),
        reliability=reliability_curve(probabilities, labels),
        confusion={
            "true_positive": true_positive,
            "false_positive": false_positive,
            "false_negative": false_negative,
            "true_negative": true_negative,
        },
    )


def recall_at_precision(probabilities: NDArray[Any], labels: NDArray[np.bool_], wanted: float) -> float:
    """The largest recall of any threshold whose precision is at least `wanted`; 0 when there is none."""
    if not labels.any():
        return 0.0
    precisions, recalls, _ = precision_recall_curve(labels, probabilities)
    return float(recalls[precisions >= wanted].max())


def cross_fitted_scores(
    probabilities: NDArray[np.float64], labels: NDArray[np.bool_], folds: NDArray[np.int64]
) -> Scores:
    """Figures of out-of-fold probabilities; each fold is judged at the threshold `balanced` of the
    others."""
    predicted = np.zeros(len(labels), dtype=bool)
    for fold in np.unique(folds):
        mine = folds == fold
        threshold = choose_thresholds(probabilities[~mine], labels[~mine]).balanced
        predicted[mine] = probabilities[mine] >= threshold
    return with_folds(score(probabilities, labels, predicted), probabilities, labels, predicted, folds)


def with_folds(
    total: Scores,
    probabilities: NDArray[Any],
    labels: NDArray[np.bool_],
    predicted: NDArray[np.bool_],
    folds: NDArray[np.int64],
) -> Scores:
    """The same figures with those of each fold beside them."""
    parts = []
    for fold in np.unique(folds):
        mine = folds == fold
        found = score(probabilities[mine], labels[mine], predicted[mine])
        parts.append({"n": int(mine.sum()), **_main_figures(found)})
    return Scores(**{**asdict(total), "n_folds": len(parts), "folds": parts})


def _main_figures(scores: Scores) -> dict[str, float]:
    return {
        "f1": scores.f1,
        "precision": scores.precision,
        "recall": scores.recall,
        "average_precision": scores.average_precision,
    }
