"""Accuracy of a model trained on crops: `python -m benchmarks.accuracy`.

Protocol. Five stratified folds, shuffled with seed 0 and grouped by tile (part of a crop's name). For each
fold everything is learned again from the other four: features learn nothing from labels; the kernel machine,
the trees, the calibration and the threshold `balanced` come from `train_classifier` on those four alone,
whose inner out-of-fold predictions are grouped by tile too; two recoloured variants of each crop are used for
training and never for testing. The fold is then tested once at that threshold. Average precision and recall
at precision 0.95 are computed over the calibrated probabilities of all folds together. `regions` repeats this
with folds, inner folds too, grouped by region (blocks of a tenth of a degree), so that neighbours are never
on both sides, as in a search of new land.
With `--train DIR --test DIR` the model is trained on one set and tested once on the other. Each DIR contains
the folders `positive` and `negative`. The settings of the classifier are constants; none is searched here.
However, the families of features, the kernel machine under the trees and the variants were selected by hand
after looking at such folds of these same crops, so the figures of the folds are optimistic; those of a
separate test set are not.
The statistics of cells of real ground (`ml/features/cell_statistics_*.npz`) were measured over these crops
without their labels; with version 4 of the features, measuring them over the training folds alone gave the
same scores.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.folds import predict_by_folds
from benchmarks.labeled_crops import CROPS
from benchmarks.report import note
from ml.classifier import train_classifier
from ml.crops import N_VARIANTS, DescribedCrops, describe_crops, find_crops
from ml.errors import MlError
from ml.evaluation import Scores, region_of_crop, score, with_folds
from ml.features import EXTRACTORS, FeatureExtractor, get_extractor

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
        protocol = "trained on --train, tested once on --test at the threshold balanced"
    else:
        crops = _describe(options.crops, extractor)
        scores = cross_validate(crops, crops.tiles)
        blocked = cross_validate(crops, [region_of_crop(crop.path.name) for crop in crops.crops]).as_dict()
        more = {"regions": {name: blocked[name] for name in REGION_NAMES}}
        protocol = f"{scores.n_folds} folds grouped by tile, all but the features learned again for each"
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
    note(f"describing {len(crops)} crops of {folder}")
    described = describe_crops(crops, extractor, n_variants=N_VARIANTS)
    for reason in described.skipped.values():
        note(f"skipped: {reason}")
    return described


def cross_validate(crops: DescribedCrops, groups: Sequence[str]) -> Scores:
    found = predict_by_folds(crops, groups)
    scores = score(found.probabilities, crops.labels, found.positive)
    return with_folds(scores, found.probabilities, crops.labels, found.positive, found.folds)


def judge_apart(train: DescribedCrops, test: DescribedCrops) -> Scores:
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
    print("  predicted probability, observed share of positives, superpixels")
    for tenth in report["reliability"]:
        print(f"    {tenth['predicted']:.2f}  {tenth['observed']:.2f}  {tenth['n']:4.0f}")


if __name__ == "__main__":
    raise SystemExit(main())
