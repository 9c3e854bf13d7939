"""Two thresholds for two purposes, chosen on out-of-fold probabilities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.errors import MlError

NAMES = ("balanced", "precise")


class ThresholdError(MlError):
    """A threshold that is neither a known name nor a number from 0 to 1."""


@dataclass(frozen=True)
class Thresholds:
    """`balanced` gives the best F1; `precise` the best recall at `wanted_precision`, or, where that was
    never reached (`precision_reached` is False), the highest precision."""

    balanced: float
    precise: float
    wanted_precision: float
    precision_reached: bool

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
    weights: NDArray[np.float64] | None = None,
    *,
    precision: float = 0.95,
) -> Thresholds:
    """Both thresholds from probabilities (n,) and labels (n,) of superpixels that the model had not seen.

    Each lies half-way to the next lower probability, so that the superpixels it rests on are not on its
    edge.
    """
    places, precisions, recalls = _curve(probabilities, labels, weights)
    f1 = 2 * precisions * recalls / np.maximum(precisions + recalls, 1e-12)
    good = precisions >= precision
    reached = bool((good & (recalls > 0)).any())
    best = np.where(good, recalls, -1.0).argmax() if reached else precisions.argmax()
    return Thresholds(
        balanced=_below(places, int(f1.argmax())),
        precise=_below(places, int(best)),
        wanted_precision=precision,
        precision_reached=reached,
    )


def _curve(
    probabilities: NDArray[Any], labels: NDArray[np.bool_], weights: NDArray[np.float64] | None
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Distinct probabilities from high to low, with precision and recall of taking all at least as high."""
    importance = np.ones(len(labels)) if weights is None else weights
    order = np.argsort(-np.asarray(probabilities, dtype=np.float64), kind="stable")
    ranked = np.asarray(probabilities, dtype=np.float64)[order]
    hits = np.cumsum(np.where(labels, importance, 0.0)[order])
    taken = np.cumsum(importance[order])
    last = np.append(ranked[1:] != ranked[:-1], True)
    return ranked[last], hits[last] / taken[last], hits[last] / max(hits[-1], 1e-12)


def _below(places: NDArray[np.float64], index: int) -> float:
    following = places[index + 1] if index + 1 < len(places) else 0.0
    return float((places[index] + following) / 2)
