"""What the commands share: arguments, progress, printing."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ml.bundle import ModelBundle
from ml.crops import DescribedCrops, describe_crops, find_crops
from ml.errors import VersionMismatch
from ml.features import FeatureExtractor, get_extractor

Subparsers = Any  # argparse keeps the class of what add_subparsers returns to itself


def add_folders(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--positive", type=Path, required=True, metavar="DIR", help="pictures of positive superpixels"
    )
    parser.add_argument(
        "--negative", type=Path, required=True, metavar="DIR", help="pictures of negative superpixels"
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON alone on standard output")


def print_json(value: Any) -> None:
    print(json.dumps(value, indent=2, ensure_ascii=False))


def load_model(path: str) -> tuple[ModelBundle, FeatureExtractor]:
    """A model and the extractor that it was trained on; raises `BundleError`, which names the model."""
    model = ModelBundle.load(path)
    extractor = get_extractor(model.extractor)
    try:
        model.check_extractor(extractor)
    except VersionMismatch as error:
        raise VersionMismatch(f"{path}: {error}") from error
    return model, extractor


def describe_folders(
    options: argparse.Namespace, extractor: FeatureExtractor, n_variants: int = 0
) -> DescribedCrops:
    """Features of both folders' crops, with what had to be skipped told on standard error."""
    crops = find_crops(options.positive, options.negative)
    described = describe_crops(
        crops, extractor, n_variants=n_variants, progress=show_progress("crops", len(crops))
    )
    for reason in described.skipped.values():
        print(f"skipped: {reason}", file=sys.stderr)
    return described


def show_progress(what: str, total: int) -> Callable[[int], None]:
    """A counter on standard error, on one line of a terminal; silent when nobody watches."""

    def show(done: int) -> None:
        if sys.stderr.isatty():
            print(
                f"\r{done} of {total} {what}", end="\n" if done == total else "", file=sys.stderr, flush=True
            )

    return show


def per_cent(share: float) -> str:
    return f"{100 * share:.1f} %"
