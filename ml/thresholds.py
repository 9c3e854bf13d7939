"""Two thresholds for two purposes, chosen on out-of-fold probabilities.

`balanced` is half of the best F1, the threshold that maximises F1 for calibrated probabilities: Lipton, Elkan
and Naryanaswamy, "Optimal Thresholding of Classifiers to Maximize F1 Measure", 2014. It depends on all rows;
the threshold with the best F1 on the rows depends on the few nearest to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.errors import MlError
from ml.prevalence import OutOfFold, correct, is_near, precision_at

NAMES = ("balanced", "precise")
MIN_RECALL = 0.25
"""Least recall of `precise` where positives are rarer than among the labels: the very highest precision would
find next to nothing and depend on a few rows."""


class ThresholdError(MlError):
    """A threshold that is neither a known name nor a number from 0 to 1."""


@dataclass(frozen=True)
class Thresholds:
    """`balanced` is for the best F1; `precise` for the best recall at `wanted_precision`. If that precision
    is never reached, with at least `MIN_RECALL` where positives are rarer than among the labels, then
    `precision_reached` is False and `precise` has the highest precision there is. A precision that is reached
    below `balanced` makes both the same."""

    balanced: float
    precise: float
    wanted_precision: float
    precision_reached: bool

    def with_balanced(self, balanced: float) -> Thresholds:
        """The same with another `balanced`. `precise` is raised to it, unless its precision was not
        reached."""
        precise = max(self.precise, balanced) if self.precision_reached else self.precise
        return replace(self, balanced=balanced, precise=precise)

    def get(self, wanted: str | float) -> float:
        """The threshold called `balanced` or `precise`, or the number itself, also as text."""
        if isinstance(wanted, str) and wanted in NAMES:
            return self.balanced if wanted == "balanced" else self.precise
        try:
            number = float(wanted)
        except ValueError:
            number = -1.0
        if not 0 <= number <= 1:
            raise ThresholdError(
                f"{wanted!r} is no threshold; give balanced, precise or a number from 0 to 1."
            )
        return number


def choose_thresholds(
    probabilities: NDArray[Any],
    labels: NDArray[np.bool_],
    weights: NDArray[Any] | None = None,
    *,
    precision: float = 0.95,
) -> Thresholds:
    """Both thresholds from calibrated out-of-fold probabilities (n,) and labels (n,), for ground with the
    same share of positives.

    `precise` lies half-way to the next lower probability, so that the superpixels it rests on are not on its
    edge.
    """
    importance = np.ones(len(labels)) if weights is None else weights
    curve = _curve(probabilities, labels, importance)
    precisions = precision_at(float(importance[labels].sum() / importance.sum()), curve.hits, curve.alarms)
    precise, reached = _precise(precisions, curve.hits, precision, least=0.0)
    balanced = float(_f1(precisions, curve.hits).max() / 2)
    return Thresholds(balanced, curve.below(precise), precision, reached).with_balanced(balanced)


def choose_thresholds_at(out_of_fold: OutOfFold, share: float, learnt: Thresholds) -> Thresholds:
    """Both thresholds for ground where `share` is positive, on the scale of probabilities corrected for it
    (`ml.prevalence.correct`). `learnt` are those for the learnt share.

    The rows of `out_of_fold` are weighted so that `share` of them is positive. Near the learnt share
    (`is_near`) `balanced` separates the same superpixels as that of `learnt`. Elsewhere it has the best F1 on
    the rows, because probabilities corrected this far are no longer calibrated well enough for half of the
    best F1; and the rate of false alarms is the larger of two, by labels and by probabilities, because high
    on the scale there is no negative label left to count. Raises `PrevalenceError` for an invalid share.
    """
    curve = _curve(out_of_fold.probabilities, out_of_fold.labels, out_of_fold.weights)
    if is_near(share, out_of_fold.learnt_share):
        precisions = precision_at(share, curve.hits, curve.alarms)
        balanced, least = learnt.balanced, 0.0
    else:
        alarms = np.maximum(curve.alarms, curve.expected_alarms)
        precisions = precision_at(share, curve.hits, alarms)
        balanced, least = curve.below(int(_f1(precisions, curve.hits).argmax())), MIN_RECALL
    precise, reached = _precise(precisions, curve.hits, learnt.wanted_precision, least)
    moved = correct(np.array([balanced, curve.below(precise)]), out_of_fold.learnt_share, share)
    found = Thresholds(float(moved[0]), float(moved[1]), learnt.wanted_precision, reached)
    return found.with_balanced(found.balanced)


def _precise(
    precisions: NDArray[np.float64], recalls: NDArray[np.float64], wanted: float, least: float
) -> tuple[int, bool]:
    """Index of the best recall with a precision of at least `wanted`, and True; if that recall is 0 or below
    `least`, index of the best precision with a recall of at least `least`, and False."""
    good = (precisions >= wanted) & (recalls >= least) & (recalls > 0)
    if good.any():
        return int(np.where(good, recalls, -1.0).argmax()), True
    return int(np.where(recalls >= least, precisions, -1.0).argmax()), False


@dataclass(frozen=True)
class _Curve:
    """Distinct probabilities from high to low, the shares of positives (hits) and of negatives (alarms) that
    are at least as high, and the alarms that the probabilities themselves predict."""

    places: NDArray[np.float64]
    hits: NDArray[np.float64]
    alarms: NDArray[np.float64]
    expected_alarms: NDArray[np.float64]

    def below(self, index: int) -> float:
        """Half-way from one probability to the next lower one."""
        following = self.places[index + 1] if index + 1 < len(self.places) else 0.0
        return float((self.places[index] + following) / 2)


def _curve(probabilities: NDArray[Any], labels: NDArray[np.bool_], weights: NDArray[Any]) -> _Curve:
    order = np.argsort(-np.asarray(probabilities, dtype=np.float64), kind="stable")
    ranked, importance = np.asarray(probabilities, dtype=np.float64)[order], np.asarray(weights)[order]
    last = np.append(ranked[1:] != ranked[:-1], True)
    parts = (np.where(labels[order], importance, 0), np.where(labels[order], 0, importance))
    shares = [np.cumsum(part) for part in (*parts, importance * (1 - ranked))]
    return _Curve(ranked[last], *(share[last] / max(float(share[-1]), 1e-12) for share in shares))


def _f1(precisions: NDArray[np.float64], recalls: NDArray[np.float64]) -> NDArray[np.float64]:
    return 2 * precisions * recalls / np.maximum(precisions + recalls, 1e-12)
