"""How well a model learnt from crops tells superpixels apart: `python -m benchmarks.accuracy`.

Protocol. Folds: five, stratified, grouped by the tile that a crop's name tells, shuffled with seed 0. For
each fold everything is learnt again from the other four: features learn nothing from labels; the kernel
machine, the trees, the calibration and the threshold `balanced` come from `train_classifier` on those four
alone, whose inner out-of-fold predictions are grouped by tile too; two recoloured variants of each crop are
learnt from and never judged. The fold is then judged once at that threshold. Average precision and recall
at precision 0.95 are those of all folds' calibrated probabilities together. The same once more with folds
grouped by region, blocks of a tenth of a degree, inner folds too (`regions`): neighbours in ground and in
picture are then never on both sides, as in a search of new land.
With `--train DIR --test DIR` the model is learnt from one set and judged once on the other. Each
DIR holds the folders `positive` and `negative`. The settings of the classifier are constants and
none is searched here. But the families of features, the kernel machine under the trees and the variants were
kept or dropped by hand after looking at such folds of these very crops, so the figures of the folds flatter;
those of a set apart do not.
How cells of real ground vary (`ml/features/cell_statistics_*.npz`) was measured over these crops without
their labels; with version 4 of the features, measured over the learning folds alone it gave the same scores.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ml.classifier import train_classifier
from ml.crops import N_VARIANTS, DescribedCrops, describe_crops, find_crops
from ml.errors import MlError
from ml.evaluation import Scores, grouped_folds, region_of_crop, score, with_folds
from ml.features import EXTRACTORS, FeatureExtractor, get_extractor

PROJECT = Path(__file__).resolve().parent.parent
CROPS = PROJECT.parent / "shared" / "amber" / "crops"
N_FOLDS = 5
NAMES = ("f1", "precision", "recall", "average_precision", "recall_at_precision_95", "brier", "confusion")
REGION_NAMES = (*NAMES, "folds")


def main() -> int:
    options = _parse()
    try:
        report = _measure(options)
    except MlError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(json.dumps(report, indent=2)) if options.json else _print(report)
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.accuracy", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument(
        "--crops", type=Path, default=CROPS, metavar="DIR", help="default ../shared/amber/crops"
    )
    parser.add_argument("--train", type=Path, metavar="DIR")
    parser.add_argument("--test", type=Path, metavar="DIR")
    parser.add_argument("--extractor", choices=EXTRACTORS, default="texture")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if (options.train is None) != (options.test is None):
        parser.error("--train and --test go together")
    return options


def _measure(options: argparse.Namespace) -> dict[str, Any]:
    extractor = get_extractor(options.extractor)
    more: dict[str, Any] = {}
    if options.train is not None:
        scores = judge_apart(_describe(options.train, extractor), _describe(options.test, extractor))
        protocol = "learnt from --train, judged once on --test at the threshold balanced"
    else:
        crops = _describe(options.crops, extractor)
        scores = cross_validate(crops, crops.tiles)
        blocked = cross_validate(crops, [region_of_crop(crop.path.name) for crop in crops.crops]).as_dict()
        more = {"regions": {name: blocked[name] for name in REGION_NAMES}}
        protocol = f"{scores.n_folds} folds grouped by tile, everything but the features learnt anew for each"
    found = scores.as_dict()
    return {
        **{name: found[name] for name in NAMES},
        "reliability": found["reliability"],
        "protocol": protocol,
        "folds": found["folds"],
        **more,
        "extractor": extractor.name,
        "extractor_version": extractor.version,
    }


def _describe(folder: Path, extractor: FeatureExtractor) -> DescribedCrops:
    crops = find_crops(folder / "positive", folder / "negative")
    print(f"describing {len(crops)} crops of {folder}", file=sys.stderr)
    described = describe_crops(crops, extractor, n_variants=N_VARIANTS)
    for reason in described.skipped.values():
        print(f"skipped: {reason}", file=sys.stderr)
    return described


def cross_validate(crops: DescribedCrops, groups: Sequence[str]) -> Scores:
    """Nested: each fold is judged by a model, at a threshold, that come from the others alone; no group is
    on both sides."""
    labels, names = crops.labels, np.asarray(groups)
    probabilities, predicted = np.zeros(len(labels)), np.zeros(len(labels), dtype=bool)
    folds = np.zeros(len(labels), dtype=np.int64)
    for number, (learn, judge) in enumerate(grouped_folds(labels, names, N_FOLDS)):
        print(f"fold {number + 1} of {N_FOLDS}", file=sys.stderr)
        trained = train_classifier(
            crops.features[learn],
            labels[learn],
            groups=list(names[learn]),
            variants=crops.variants[learn],
            blocks=crops.blocks,
        )
        probabilities[judge] = trained.predict(crops.features[judge])
        predicted[judge] = probabilities[judge] >= trained.thresholds.balanced
        folds[judge] = number
    return with_folds(score(probabilities, labels, predicted), probabilities, labels, predicted, folds)


def judge_apart(train: DescribedCrops, test: DescribedCrops) -> Scores:
    """Learn from one set, judge another."""
    trained = train_classifier(
        train.features, train.labels, groups=train.tiles, variants=train.variants, blocks=train.blocks
    )
    probabilities = trained.predict(test.features)
    return score(probabilities, test.labels, probabilities >= trained.thresholds.balanced)


def _print(report: dict[str, Any]) -> None:
    print(f"{report['extractor']} {report['extractor_version']}: {report['protocol']}")
    blocked = report.get("regions")
    for name in NAMES[:-1]:
        print(f"  {name:24s} {report[name]:.3f}" + (f"   by region {blocked[name]:.3f}" if blocked else ""))
    print("  probability said, share of positives seen, superpixels")
    for tenth in report["reliability"]:
        print(f"    {tenth['predicted']:.2f}  {tenth['observed']:.2f}  {tenth['n']:4.0f}")


if __name__ == "__main__":
    raise SystemExit(main())
