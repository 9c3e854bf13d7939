"""`train`: learn a model from two folders of crops."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from ml.bundle import ModelBundle
from ml.classifier import N_FOLDS, TrainedClassifier, train_classifier
from ml.cli import common
from ml.cli.files import check_folder, own_errors
from ml.crops import N_VARIANTS, DescribedCrops
from ml.evaluation import region_of_crop
from ml.features import DEFAULT_EXTRACTOR, EXTRACTORS, get_extractor


def add_parser(commands: common.Subparsers) -> None:
    parser = commands.add_parser("train", help="learn a model from crops of superpixels")
    common.add_folders(parser)
    parser.add_argument(
        "--model", type=Path, required=True, metavar="PATH", help="folder to write the model to"
    )
    parser.add_argument("--extractor", choices=EXTRACTORS, default=DEFAULT_EXTRACTOR)
    common.add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    extractor = get_extractor(options.extractor)
    check_folder(options.model)
    print(f"features: {common.name_extractor(extractor)}", file=sys.stderr)
    described = common.describe_folders(options, extractor, N_VARIANTS)
    trained = _learn(described)
    model = ModelBundle.from_training(trained, extractor, details={"source": "crops"})
    with own_errors(options.model):
        model.save(options.model)
    report = _report(options.model, model, described)
    common.print_json(report) if options.json else _print(report)
    return 0


def _learn(described: DescribedCrops) -> TrainedClassifier:
    n_tiles = len(set(described.tiles))
    with common.show_stage(
        f"learning from {len(described.crops)} crops of {n_tiles} tiles and {N_VARIANTS} variants of each: "
        f"cross-validation in up to {N_FOLDS} folds, then the model from all"
    ):
        return train_classifier(
            described.features,
            described.labels,
            groups=described.tiles,
            land=[region_of_crop(crop.path.name) for crop in described.crops],
            variants=described.variants,
            blocks=described.blocks,
        )


def _report(path: Path, model: ModelBundle, described: DescribedCrops) -> dict[str, Any]:
    card = model.card()
    return {
        "model": str(path),
        "extractor": card["extractor"],
        "extractor_version": card["extractor_version"],
        "n_features": card["n_features"],
        **{
            name: card["metrics"][name]
            for name in ("n_positive", "n_negative", "n_groups", "cross_validation")
        },
        "thresholds": card["thresholds"],
        "skipped": {str(crop): reason for crop, reason in described.skipped.items()},
    }


def _print(report: dict[str, Any]) -> None:
    scores, thresholds = report["cross_validation"], report["thresholds"]
    counts = report["n_positive"], report["n_negative"], report["n_groups"]
    print(
        f"Features {report['extractor']} {report['extractor_version']}, {report['n_features']} a superpixel"
    )
    print("{} positive and {} negative crops of {} tiles".format(*counts))
    print(
        f"Cross-validation in {scores['n_folds']} folds grouped by tile, threshold fixed outside each fold:"
    )
    print(f"  F1                       {scores['f1']:.3f}")
    print(f"  precision                {common.per_cent(scores['precision'])}")
    print(f"  recall                   {common.per_cent(scores['recall'])}")
    print(f"  average precision        {scores['average_precision']:.3f}")
    print(f"  recall at precision 95 % {common.per_cent(scores['recall_at_precision_95'])}")
    print(f"Thresholds: balanced {thresholds['balanced']:.3f}, precise {thresholds['precise']:.3f}")
    print(f"The model is in {report['model']}")
