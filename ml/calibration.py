"""Making a classifier's scores mean what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

EDGE = 1e-6
# Keeps the order of scores even when the data would turn it round or steepen it without bound.
MIN_SLOPE, MAX_SLOPE = 0.1, 10.0


@dataclass(frozen=True)
class Calibration:
    """Maps a score in 0 to 1 to a probability: a line on the logits. Platt, 1999."""

    slope: float = 1.0
    intercept: float = 0.0

    def apply(self, scores: NDArray[Any]) -> NDArray[np.float64]:
        """Probabilities, float64 of the same shape; the order of scores is kept."""
        return _sigmoid(self.slope * _logit(scores) + self.intercept)


def fit_calibration(
    scores: NDArray[np.float64], probabilities: NDArray[np.float64], weights: NDArray[np.float64]
) -> Calibration:
    """The line with the largest likelihood for out-of-fold `scores` (n,) of superpixels whose
    probability of being positive is `probabilities` (n,), with `weights` (n,)."""
    slope, intercept = fit_line(_logit(scores), probabilities, weights)
    return Calibration(slope=slope, intercept=intercept)


def fit_line(
    margins: NDArray[Any], probabilities: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[float, float]:
    """Slope and intercept that make `margins` (n,) the likeliest log odds of `probabilities` (n,)."""
    from scipy.optimize import minimize

    def loss(line: NDArray[np.float64]) -> float:
        odds = line[0] * margins + line[1]
        return float((weights * (np.logaddexp(0, odds) - probabilities * odds)).sum() / weights.sum())

    bounds = [(MIN_SLOPE, MAX_SLOPE), (-20, 20)]
    found = minimize(loss, np.array([1.0, 0.0]), bounds=bounds)
    return float(found.x[0]), float(found.x[1])


def brier_score(probabilities: NDArray[Any], labels: NDArray[np.bool_]) -> float:
    """Mean squared distance between probability and truth; 0 is perfect, a constant guess of a half
    0.25."""
    return float(np.mean((np.asarray(probabilities, dtype=np.float64) - labels) ** 2))


def reliability_curve(
    probabilities: NDArray[Any], labels: NDArray[np.bool_], n_bins: int = 10
) -> list[dict[str, float]]:
    """For each tenth of the probabilities that occurs: their mean, the share of positives, and how many."""
    bins = np.minimum((np.asarray(probabilities) * n_bins).astype(int), n_bins - 1)
    curve = []
    for number in np.unique(bins):
        mine = bins == number
        mean, share = float(np.mean(probabilities[mine])), float(np.mean(labels[mine]))
        curve.append({"predicted": mean, "observed": share, "n": int(mine.sum())})
    return curve


def _logit(scores: NDArray[Any]) -> NDArray[np.float64]:
    clipped = np.clip(np.asarray(scores, dtype=np.float64), EDGE, 1 - EDGE)
    return np.log(clipped) - np.log1p(-clipped)


def _sigmoid(margins: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-margins))
