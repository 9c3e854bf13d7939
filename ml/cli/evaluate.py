"""`evaluate`: how well a model judges crops that it has not seen."""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.cli import common
from ml.crops import DescribedCrops
from ml.errors import PictureError
from ml.evaluation import score


def add_parser(commands: common.Subparsers) -> None:
    parser = commands.add_parser("evaluate", help="judge crops and compare with what they are")
    parser.add_argument("--model", required=True, metavar="PATH")
    common.add_folders(parser)
    common.add_threshold(parser)
    common.add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    model, extractor = common.load_model(options.model)
    threshold = common.choose_threshold(model, options.threshold)
    described = common.describe_folders(options, extractor)
    if not described.crops:
        raise PictureError("None of the pictures could be read; each reason is given above.")
    report = _report(described, model.predict(described.features), threshold)
    common.print_json(report) if options.json else _print(report, threshold)
    return 0


def _report(
    described: DescribedCrops, probabilities: NDArray[np.float32], threshold: common.Threshold
) -> dict[str, Any]:
    predicted = probabilities >= threshold.value
    scores = score(probabilities, described.labels, predicted).as_dict()
    names = ("precision", "recall", "f1", "average_precision", "recall_at_precision_95", "brier", "confusion")
    return {
        **{name: scores[name] for name in names},
        **threshold.as_json(),
        "rows": [
            *_judged(described, probabilities, predicted),
            *({"image": str(path), "error": reason} for path, reason in described.skipped.items()),
        ],
    }


def _judged(
    described: DescribedCrops, probabilities: NDArray[np.float32], predicted: NDArray[np.bool_]
) -> list[dict[str, Any]]:
    return [
        {
            "image": str(crop.path),
            "label": crop.positive,
            "probability": float(probability),
            "predicted": bool(answer),
            "error": None,
        }
        for crop, probability, answer in zip(described.crops, probabilities, predicted, strict=True)
    ]


def _print(report: dict[str, Any], threshold: common.Threshold) -> None:
    confusion = report["confusion"]
    print(f"At threshold {threshold}:")
    print(f"  F1                {report['f1']:.3f}")
    print(f"  precision         {common.per_cent(report['precision'])}")
    print(f"  recall            {common.per_cent(report['recall'])}")
    print(f"  average precision {report['average_precision']:.3f}")
    print(f"  positive crops    {confusion['true_positive']} found, {confusion['false_negative']} missed")
    print(
        f"  negative crops    {confusion['true_negative']} right, {confusion['false_positive']} false alarms"
    )
