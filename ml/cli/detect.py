"""`detect`: judge whole tiles."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import Any

from ml.cli import common
from ml.overlay import draw_overlay, save_overlay
from ml.pictures import open_picture
from ml.pipeline import Analysis, Source, analyse_pictures
from ml.rule import MIN_POSITIVE_SUPERPIXELS, count_positive


def add_parser(commands: common.Subparsers) -> None:
    parser = commands.add_parser("detect", help="judge whole tiles")
    parser.add_argument("--model", required=True, metavar="PATH")
    parser.add_argument("images", nargs="+", type=Path, metavar="IMAGE")
    parser.add_argument("--overlay", type=Path, metavar="DIR", help="draw outlines and probabilities there")
    parser.add_argument("--threshold", default="precise", help="precise (default), balanced or a number")
    parser.add_argument(
        "--rule",
        type=int,
        default=MIN_POSITIVE_SUPERPIXELS,
        metavar="N",
        help="a tile with at least N positive superpixels is positive (default %(default)s)",
    )
    common.add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    model, extractor = common.load_model(options.model)
    threshold = model.threshold(options.threshold)
    sources = [Source(path, partial(open_picture, path)) for path in options.images]
    progress = common.show_progress("pictures", len(sources))
    found = analyse_pictures(sources, extractor, model, progress=progress)
    rows = [_row(analysis, threshold, options.rule, options.overlay) for analysis in found]
    common.print_json(rows) if options.json else _print(rows)
    return 1 if all(row["error"] for row in rows) else 0


def _row(analysis: Analysis[Path], threshold: float, rule: int, overlay: Path | None) -> dict[str, Any]:
    if overlay is not None and analysis.image is not None and analysis.labels is not None:
        picture = draw_overlay(analysis.image, analysis.labels, analysis.probabilities, threshold)
        save_overlay(picture, overlay / f"{analysis.key.stem}.png")
    row = {"image": str(analysis.key), "n_superpixels": analysis.n_superpixels}
    if analysis.probabilities is None:
        return {**row, "n_positive": 0, "positive": None, "max_probability": None, "error": analysis.error}
    n_positive = count_positive(analysis.probabilities, threshold)
    return {
        **row,
        "n_positive": n_positive,
        "positive": n_positive >= rule,
        "max_probability": float(analysis.probabilities.max()),
        "error": None,
    }


def _print(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        if row["error"]:
            print(f"{row['image']}: error: {row['error']}")
        else:
            verdict = "positive" if row["positive"] else "negative"
            print(
                f"{row['image']}: {verdict}, {row['n_positive']} of {row['n_superpixels']} superpixels, "
                f"highest probability {row['max_probability']:.2f}"
            )
