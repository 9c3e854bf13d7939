"""Contribution of each family of the features of `texture`: `python -m benchmarks.families`.

Protocol. The crops and folds of `benchmarks.accuracy`, without variants. Each superpixel is scored by a model
that was not trained on its tile, from all features, from all but one family, and from one family alone.
Nothing is selected by these figures, and they need no threshold: `average_precision` and
`recall_at_precision_95` are computed over the scores of all folds. Differences of 0.01 or 0.02 are noise.
"""

from __future__ import annotations

import argparse

import numpy as np
from numpy.typing import NDArray

from benchmarks.labeled_crops import load_crops
from benchmarks.report import Report, note, run_benchmark, table
from ml.classifier import make_training_set, out_of_fold
from ml.crops import DescribedCrops
from ml.evaluation import score
from ml.features import texture

SIDE = 64
ORDER = (
    "colour",
    *["contrast"] * len(texture.LADDERS),
    *["slopes", "blobs"] * len(texture.JET_SIGMAS),
    *["patterns"] * texture.N_LEVELS,
)
"""The families in the order of the extractor's blocks, which the embedded cells follow."""
NAMES = {
    "colour": "colour: quantiles, darkest and brightest parts, correlations",
    "contrast": "contrast: differences of Gaussians",
    "slopes": "slopes and their common direction",
    "blobs": "blobs: dark and bright round spots",
    "patterns": "local binary patterns",
    "cells": "cells: embedding of the superpixel's parts",
}


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.families", description="Families of features."
    )
    return run_benchmark(parser, lambda options: measure(load_crops(extractor="texture")), describe)


def measure(crops: DescribedCrops) -> Report:
    """Keys: `all`, and `families` with `n_features`, `without` and `alone` for each; each of those has
    `average_precision` and `recall_at_precision_95`."""
    families = family_columns(crops.features.shape[1])
    report: Report = {"all": _score(crops, np.ones(crops.features.shape[1], dtype=bool)), "families": {}}
    for name, columns in families.items():
        note(name)
        report["families"][name] = {
            "n_features": int(columns.sum()),
            "without": _score(crops, ~columns),
            "alone": _score(crops, columns),
        }
    return report


def family_columns(n_features: int) -> dict[str, NDArray[np.bool_]]:
    """A mask of the extractor's columns for each family."""
    picture = np.zeros((SIDE, SIDE, 3), dtype=np.uint8)
    places = texture.Places.of_superpixels(np.ones((SIDE, SIDE), dtype=np.int32))
    widths = [found[0].shape[1] for found in texture._describe(picture, places)]
    names = np.repeat(ORDER, widths).tolist()
    names += ["cells"] * (n_features - len(names))
    return {name: np.array(names) == name for name in dict.fromkeys(names)}


def _score(crops: DescribedCrops, columns: NDArray[np.bool_]) -> dict[str, float]:
    ends = np.cumsum([block.n_features for block in crops.blocks])
    counts = [int(part.sum()) for part in np.split(columns, ends[:-1])]
    blocks = [
        block._replace(n_features=count) for block, count in zip(crops.blocks, counts, strict=True) if count
    ]
    data = make_training_set(crops.features[:, columns], crops.labels, groups=crops.tiles, blocks=blocks)
    scores, _ = out_of_fold(data)
    found = score(scores, crops.labels, scores >= 0.5).as_dict()
    return {name: float(found[name]) for name in ("average_precision", "recall_at_precision_95")}


def describe(report: Report) -> list[str]:
    heading = ["", "features", "AP without", "AP alone", "recall at 0.95 without", "alone"]
    everything = report["all"]
    rows = [heading]
    for name, found in report["families"].items():
        scores = [
            f"{found[part][figure]:.3f}"
            for figure in ("average_precision", "recall_at_precision_95")
            for part in ("without", "alone")
        ]
        rows.append([NAMES[name], str(found["n_features"]), *scores])
    return [
        f"All families: average precision {everything['average_precision']:.3f}, recall at precision 0.95 "
        f"{everything['recall_at_precision_95']:.3f}",
        *table(rows),
    ]


if __name__ == "__main__":
    raise SystemExit(main())
