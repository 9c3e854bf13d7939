"""Accuracy of a model trained on crops: `python -m benchmarks.accuracy`.

Protocol. Five stratified folds, shuffled with seed 0 and grouped by tile (part of a crop's name). For each
fold everything is learned again from the other four: features learn nothing from labels; the kernel machine,
the trees, the calibration and the threshold `balanced` come from `train_classifier` on those four alone,
whose inner out-of-fold predictions are grouped by tile too; two variants of each crop, recoloured and turned,
are used for training and never for testing. The fold is then tested once at that threshold. Average precision
and recall at precision 0.95 are computed over the calibrated probabilities of all folds together. `blocks`
repeats this with folds, inner folds too, grouped by blocks of a tenth of a degree, so that neighbours are
never on both sides, as in a search of new land. `divisions` contains the means of both over five divisions
into folds (seeds 0 to 4) with the lowest and the highest value: the seed alone changes a figure by one or two
hundredths.
With `--train DIR --test DIR` the model is trained on one set and tested once on the other. Each DIR contains
the folders `positive` and `negative`. The settings of the classifier are constants; none is searched here.
However, the layer of the network, its pooling, the families of features, the kernel machine under the trees
and the variants were selected by hand after looking at such folds of these same crops, so the figures of the
folds are optimistic; those of a separate test set are not.
The statistics of real ground (`ml/features/*_statistics*.npz`) were measured over these crops without their
labels; measuring them over the training folds alone gave the same scores.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.folds import predict_by_folds
from benchmarks.labeled_crops import CROPS, describe_folder
from benchmarks.report import note
from ml.classifier import train_classifier
from ml.crops import N_VARIANTS, DescribedCrops
from ml.errors import MlError
from ml.evaluation import Scores, region_of_crop, score, with_folds
from ml.features import DEFAULT_EXTRACTOR, EXTRACTORS, get_extractor

N_DIVISIONS = 5
FIGURES = ("f1", "precision", "recall", "average_precision", "recall_at_precision_95", "brier")
NAMES = (*FIGURES, "confusion")
BLOCK_NAMES = (*NAMES, "folds")


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
    parser.add_argument(
        "--extractor", choices=EXTRACTORS, default=DEFAULT_EXTRACTOR, help=f"default {DEFAULT_EXTRACTOR}"
    )
    parser.add_argument(
        "--divisions", type=int, default=N_DIVISIONS, metavar="N", help=f"default {N_DIVISIONS}"
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if (options.train is None) != (options.test is None):
        parser.error("--train and --test go together")
    if options.divisions < 1:
        parser.error("--divisions is at least 1")
    return options


def _measure(options: argparse.Namespace) -> dict[str, Any]:
    extractor = get_extractor(options.extractor)
    started = time.perf_counter()
    more: dict[str, Any] = {}
    if options.train is not None:
        train, test = (
            describe_folder(folder, extractor, N_VARIANTS) for folder in (options.train, options.test)
        )
        scores = judge_apart(train, test)
        protocol = "trained on --train, tested once on --test at the threshold balanced"
    else:
        crops = describe_folder(options.crops, extractor, N_VARIANTS)
        note(f"  {time.perf_counter() - started:.0f} s")
        by_tile = _divide(crops, crops.tiles, options.divisions, "tile")
        blocks = [region_of_crop(crop.path.name) for crop in crops.crops]
        by_block = _divide(crops, blocks, options.divisions, "block")
        scores, blocked = by_tile[0], by_block[0].as_dict()
        more = {
            "blocks": {name: blocked[name] for name in BLOCK_NAMES},
            "divisions": {"n": options.divisions, **summarise(by_tile), "blocks": summarise(by_block)},
        }
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
        "seconds": time.perf_counter() - started,
    }


def _divide(crops: DescribedCrops, groups: Sequence[str], n_divisions: int, word: str) -> list[Scores]:
    found = []
    for seed in range(n_divisions):
        started = time.perf_counter()
        found.append(cross_validate(crops, groups, seed))
        seconds = time.perf_counter() - started
        note(f"by {word}, division {seed + 1} of {n_divisions}: F1 {found[-1].f1:.3f}, {seconds:.0f} s")
    return found


def summarise(divisions: Sequence[Scores]) -> dict[str, Any]:
    """The mean of each figure, and under `lowest` and `highest` the same of the worst and best division."""

    def over(choose: Callable[[list[float]], float]) -> dict[str, float]:
        return {name: float(choose([getattr(found, name) for found in divisions])) for name in FIGURES}

    return {**over(lambda values: float(np.mean(values))), "lowest": over(min), "highest": over(max)}


def cross_validate(crops: DescribedCrops, groups: Sequence[str], seed: int = 0) -> Scores:
    found = predict_by_folds(crops, groups, seed=seed)
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
    if "divisions" not in report:
        for name in FIGURES:
            print(f"  {name:24s} {report[name]:.3f}")
    else:
        divisions = report["divisions"]
        print(
            f"  {'':24s} by tile: this one, mean of {divisions['n']} (lowest, highest)   by block: the same"
        )
        for name in FIGURES:
            tiles = _row(name, report, divisions)
            print(f"  {name:24s} {tiles}   {_row(name, report['blocks'], divisions['blocks'])}")
    print("  predicted probability, observed share of positives, superpixels")
    for tenth in report["reliability"]:
        print(f"    {tenth['predicted']:.2f}  {tenth['observed']:.2f}  {tenth['n']:4.0f}")
    print(f"  {report['seconds']:.0f} s")


def _row(name: str, one: dict[str, Any], all_: dict[str, Any]) -> str:
    lowest, highest = all_["lowest"][name], all_["highest"][name]
    return f"{one[name]:.3f}, {all_[name]:.3f} ({lowest:.3f}, {highest:.3f})"


if __name__ == "__main__":
    raise SystemExit(main())
