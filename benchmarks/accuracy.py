"""How well a model learnt from crops tells superpixels apart: `python -m benchmarks.accuracy`.

Protocol. Folds: five, stratified, grouped by the tile that a crop's name tells, shuffled with seed 0. For
each fold everything is learnt again from the other four: features learn nothing from labels; the kernel
machine, the trees, the calibration and the threshold `balanced` come from `train_classifier` on those four
alone, whose inner out-of-fold predictions are grouped by tile too; two variants of each crop in other light
and from another side are learnt from and never judged. The fold is then judged once at that threshold.
Average precision and recall at precision 0.95 are those of all folds' calibrated probabilities together. The
same once more with folds grouped by blocks of a tenth of a degree, inner folds too (`blocks`): neighbours in
ground and in picture are then never on both sides, as in a search of new land. `divisions` has means of both
over five ways of dividing into folds, seeds 0 to 4, with the lowest and the highest: the seed alone moves a
figure by a hundredth or two.
With `--train DIR --test DIR` the model is learnt from one set and judged once on the other. Each
DIR holds the folders `positive` and `negative`. The settings of the classifier are constants and
none is searched here. But the layer of the network, how it is pooled, the kernel machine under the trees and
the variants were chosen by hand after looking at such folds of these very crops, so the figures of the folds
flatter; those of a set apart do not. What features know of real ground (`ml/features/*_statistics*.npz`) was
measured over these crops without their labels; measured over the learning folds alone it gave the same
scores.
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

from benchmarks.labelled_crops import CROPS, describe_folder
from benchmarks.report import note
from ml.classifier import train_classifier
from ml.crops import N_VARIANTS, DescribedCrops
from ml.errors import MlError
from ml.evaluation import Scores, grouped_folds, region_of_crop, score, with_folds
from ml.features import DEFAULT_EXTRACTOR, EXTRACTORS, get_extractor

N_FOLDS = 5
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
        protocol = "learnt from --train, judged once on --test at the threshold balanced"
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
    """Nested: each fold is judged by a model, at a threshold, that come from the others alone; no group is
    on both sides. `seed` divides into folds."""
    labels, names = crops.labels, np.asarray(groups)
    probabilities, predicted = np.zeros(len(labels)), np.zeros(len(labels), dtype=bool)
    folds = np.zeros(len(labels), dtype=np.int64)
    for number, (learn, judge) in enumerate(grouped_folds(labels, names, N_FOLDS, seed)):
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
    print("  probability said, share of positives seen, superpixels")
    for tenth in report["reliability"]:
        print(f"    {tenth['predicted']:.2f}  {tenth['observed']:.2f}  {tenth['n']:4.0f}")
    print(f"  {report['seconds']:.0f} s")


def _row(name: str, one: dict[str, Any], all_: dict[str, Any]) -> str:
    lowest, highest = all_["lowest"][name], all_["highest"][name]
    return f"{one[name]:.3f}, {all_[name]:.3f} ({lowest:.3f}, {highest:.3f})"


if __name__ == "__main__":
    raise SystemExit(main())
