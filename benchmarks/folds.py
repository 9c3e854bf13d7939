"""Out-of-fold predictions for labelled crops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import note
from ml.classifier import train_classifier
from ml.crops import DescribedCrops
from ml.evaluation import grouped_folds

N_FOLDS = 5


class Predictions(NamedTuple):
    """Arrays (n,), one value per crop."""

    probabilities: NDArray[np.float64]
    thresholds: NDArray[np.float64]
    folds: NDArray[np.int64]

    @property
    def positive(self) -> NDArray[np.bool_]:
        return np.asarray(self.probabilities >= self.thresholds)


def predict_by_folds(
    crops: DescribedCrops, groups: Sequence[str], threshold: str = "balanced", seed: int = 0
) -> Predictions:
    """Nested cross-validation: the model and the threshold for a fold come from the other folds alone, and no
    group is on both sides. `seed` determines the folds."""
    labels, names = crops.labels, np.asarray(groups)
    found = Predictions(np.zeros(len(labels)), np.zeros(len(labels)), np.zeros(len(labels), dtype=np.int64))
    for number, (learn, judge) in enumerate(grouped_folds(labels, names, N_FOLDS, seed)):
        note(f"fold {number + 1} of {N_FOLDS}")
        trained = train_classifier(
            crops.features[learn],
            labels[learn],
            groups=list(names[learn]),
            variants=crops.variants[learn],
            blocks=crops.blocks,
        )
        found.probabilities[judge] = trained.predict(crops.features[judge])
        found.thresholds[judge] = trained.thresholds.get(threshold)
        found.folds[judge] = number
    return found
