"""A threshold for clustered superpixels and a stricter one for lone ones, chosen together for best F0.5.

Mines lie together, false alarms mostly alone: so a superpixel with others near it needs less evidence than
one by itself. Tuning both for F0.5, which counts precision twice as much as recall, follows Amazon Mining
Watch.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.prevalence import OutOfFold, correct, is_near, precision_at
from ml.rule import MIN_POSITIVE_SUPERPIXELS

BETA = 0.5
MAX_STEPS = 96
"""Thresholds tried for each of both, among the probabilities of the positives."""


@dataclass(frozen=True)
class TwoThresholds:
    """`clustered` and `lone`, probabilities 0..1, and what they reach on the out-of-fold superpixels."""

    clustered: float
    lone: float
    precision: float
    recall: float
    f_half: float


def choose_two_thresholds(
    out_of_fold: OutOfFold, share: float | None = None, min_superpixels: int = MIN_POSITIVE_SUPERPIXELS
) -> TwoThresholds:
    """Both thresholds for ground where `share` is positive, by default the learnt share, on the scale of
    probabilities corrected for it.

    A superpixel counts as clustered when its tile has `min_superpixels` from the lower threshold on. The rate
    of false alarms is the larger of two, by labels and by probabilities, as in `ml.thresholds`. Raises
    `PrevalenceError` for an invalid share.
    """
    wanted = out_of_fold.learnt_share if share is None else share
    steps = _steps(out_of_fold)
    hits, alarms = _rates(out_of_fold, steps, min_superpixels, expected=not _is_learnt(out_of_fold, wanted))
    precision = precision_at(wanted, hits, alarms)
    score = _f(precision, hits)
    # Of equal scores the strictest: the last in both directions.
    low, high = np.argwhere(score == score.max())[-1]
    ends = np.array([_below(out_of_fold, steps[low]), _below(out_of_fold, steps[high])])
    clustered, lone = correct(ends, out_of_fold.learnt_share, wanted) if share is not None else ends
    found = (precision[low, high], hits[low, high], score[low, high])
    return TwoThresholds(float(clustered), float(lone), *(float(figure) for figure in found))


def _is_learnt(out_of_fold: OutOfFold, share: float) -> bool:
    return is_near(share, out_of_fold.learnt_share)


def _steps(out_of_fold: OutOfFold) -> NDArray[np.float64]:
    """Probabilities to try, from low to high."""
    distinct = np.unique(out_of_fold.probabilities[out_of_fold.labels].astype(np.float64))
    places = np.linspace(0, len(distinct) - 1, min(len(distinct), MAX_STEPS)).round().astype(int)
    return np.asarray(distinct[np.unique(places)])


def _rates(
    out_of_fold: OutOfFold, steps: NDArray[np.float64], min_superpixels: int, *, expected: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Shares of the positives and of the negatives that are found, (n, n) each by lower and higher threshold;
    0 where the higher one is the lower."""
    probabilities = out_of_fold.probabilities.astype(np.float64)
    weights, labels = out_of_fold.weights.astype(np.float64), out_of_fold.labels
    kinds = [np.where(labels, weights, 0), np.where(labels, 0, weights), weights * (1 - probabilities)]
    level = np.searchsorted(steps, probabilities, side="right") - 1  # the highest step that is reached
    tiles = np.unique(out_of_fold.tiles, return_inverse=True)[1]
    found = np.zeros((3, len(steps), len(steps)))
    for low in range(len(steps)):
        positive = level >= low
        clustered = positive & (np.bincount(tiles, positive)[tiles] >= min_superpixels)
        alone = positive & ~clustered
        for kind, importance in enumerate(kinds):
            by_level = np.bincount(level[alone], importance[alone], len(steps))
            from_there_on = np.cumsum(by_level[::-1])[::-1]
            found[kind, low] = (importance[clustered].sum() + from_there_on) / importance.sum()
    found[:, np.tril_indices(len(steps), -1)[0], np.tril_indices(len(steps), -1)[1]] = 0
    alarms = np.maximum(found[1], found[2]) if expected else found[1]
    return found[0], alarms


def _f(precision: NDArray[np.float64], recall: NDArray[np.float64]) -> NDArray[np.float64]:
    return (1 + BETA**2) * precision * recall / np.maximum(BETA**2 * precision + recall, 1e-12)


def _below(out_of_fold: OutOfFold, step: float) -> float:
    """Half-way to the next lower probability, so that the superpixel it rests on is not on its edge."""
    lower = out_of_fold.probabilities[out_of_fold.probabilities < step]
    return float((step + (lower.max() if len(lower) else 0.0)) / 2)
