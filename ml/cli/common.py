"""What the commands share: arguments, progress, printing."""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ml.bundle import ModelBundle
from ml.crops import DescribedCrops, describe_crops, find_crops
from ml.errors import VersionMismatch
from ml.features import FeatureExtractor, get_extractor
from ml.thresholds import NAMES

Subparsers = Any  # argparse keeps the class of what add_subparsers returns to itself
# One default, so that `detect` does what `evaluate` measures. `balanced`, because both are run on pictures
# that somebody chose, with about the share of positives that the model was trained on, where it gives the
# best F1. Single false positives do little harm: a tile needs several positive superpixels, and at `precise`
# a mined tile can stay just below that number. A search of a region, where scars are rare, has a default of
# its own.
DEFAULT_THRESHOLD = "balanced"
PLAIN_STEPS = 10
"""Number of progress lines where standard error is not a terminal."""


@dataclass(frozen=True)
class Threshold:
    """A probability, 0..1, and the model's name for it, None for a number that the user gave."""

    value: float
    name: str | None

    def __str__(self) -> str:
        return f"{self.name} ({self.value:.3f})" if self.name else f"{self.value:.3f}"

    def as_json(self) -> dict[str, Any]:
        return {"threshold": self.value, "threshold_name": self.name}


def add_folders(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--positive", type=Path, required=True, metavar="DIR", help="pictures of positive superpixels"
    )
    parser.add_argument(
        "--negative", type=Path, required=True, metavar="DIR", help="pictures of negative superpixels"
    )


def add_threshold(parser: argparse.ArgumentParser) -> None:
    others = " or ".join(name for name in NAMES if name != DEFAULT_THRESHOLD)
    parser.add_argument(
        "--threshold",
        default=DEFAULT_THRESHOLD,
        help=f"{DEFAULT_THRESHOLD} (default), {others}, or a number from 0 to 1",
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON alone on standard output")


def print_json(value: Any) -> None:
    print(json.dumps(value, indent=2, ensure_ascii=False))


def print_error(message: object) -> None:
    print(f"error: {message}", file=sys.stderr)


def load_model(path: str) -> tuple[ModelBundle, FeatureExtractor]:
    """A model and the extractor that it was trained on; raises `BundleError`, which names the model."""
    model = ModelBundle.load(path)
    extractor = get_extractor(model.extractor)
    try:
        model.check_extractor(extractor)
    except VersionMismatch as error:
        raise VersionMismatch(f"{path}: {error}") from error
    return model, extractor


def choose_threshold(model: ModelBundle, wanted: str) -> Threshold:
    """What `--threshold` means for a model; raises `ThresholdError`."""
    return Threshold(model.threshold(wanted), wanted if wanted in NAMES else None)


def name_extractor(extractor: FeatureExtractor) -> str:
    return f"{extractor.name} {extractor.version}, {extractor.n_features} features a superpixel"


def describe_folders(
    options: argparse.Namespace, extractor: FeatureExtractor, n_variants: int = 0
) -> DescribedCrops:
    """Features of both folders' crops, with the reasons for skipped crops on standard error."""
    crops = find_crops(options.positive, options.negative)
    described = describe_crops(
        crops, extractor, n_variants=n_variants, progress=show_progress("crops described", len(crops))
    )
    for reason in described.skipped.values():
        print(f"skipped: {reason}", file=sys.stderr)
    return described


def show_progress(what: str, total: int) -> Callable[[int], None]:
    """A counter on standard error: a live line on a terminal, otherwise a line for each tenth."""

    def show(done: int) -> None:
        if sys.stderr.isatty():
            print(
                f"\r{done} of {total} {what}", end="\n" if done == total else "", file=sys.stderr, flush=True
            )
        elif total > 1 and done * PLAIN_STEPS // total > (done - 1) * PLAIN_STEPS // total:
            print(f"{done} of {total} {what}", file=sys.stderr, flush=True)

    return show


@contextmanager
def show_stage(what: str) -> Iterator[None]:
    """Name a step without a counter on standard error, and then the time it took; a terminal counts the
    seconds live."""
    began, over = time.monotonic(), threading.Event()
    live = sys.stderr.isatty()

    def tell(end: str) -> None:
        seconds = f"{time.monotonic() - began:.0f} s"
        print(f"\r{what}: {seconds}" if live else f"took {seconds}", end=end, file=sys.stderr, flush=True)

    def tick() -> None:
        while not over.wait(1):
            tell("")

    print(what, end="" if live else "\n", file=sys.stderr, flush=True)
    ticker = threading.Thread(target=tick, daemon=True) if live else None
    if ticker:
        ticker.start()
    try:
        yield
    finally:
        over.set()
        if ticker:
            ticker.join()
        tell("\n")


def per_cent(share: float) -> str:
    return f"{100 * share:.1f} %"
