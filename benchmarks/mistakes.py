"""A page with the worst mistakes: `python -m benchmarks.mistakes --out DIR`.

Protocol. Each crop is classified by a model that was not trained on its tile, with the folds and thresholds
of `benchmarks.accuracy`, by default without variants. `DIR/mistakes.html` shows the crops whose probability
is furthest on the wrong side of the threshold, false alarms and misses separately, with their names. The
pictures are copied to DIR and keep the licence of the crops.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from html import escape
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.folds import predict_by_folds
from benchmarks.labeled_crops import CROPS
from benchmarks.report import CannotMeasure, Report, note, run_benchmark
from ml.crops import DescribedCrops, describe_crops, find_crops
from ml.features import DEFAULT_EXTRACTOR, get_extractor
from ml.pictures import open_picture

N_SHOWN = 24
STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;margin:2rem;max-width:70rem;background:#faf9f7;color:#222}"
    "section{display:grid;grid-template-columns:repeat(auto-fill,minmax(10rem,1fr));gap:1rem}"
    "figure{margin:0}img{width:100%;aspect-ratio:1;object-fit:contain;background:#222}"
    "figcaption{font-size:12px;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}"
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mistakes", description="The worst mistakes.")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--crops", type=Path, default=CROPS, metavar="DIR", help="positive/ and negative/")
    parser.add_argument("--threshold", choices=("balanced", "precise"), default="balanced")
    parser.add_argument("--variants", type=int, default=0, metavar="N", help="recoloured copies to train on")
    return run_benchmark(
        parser, lambda given: measure(given.crops, given.out, given.threshold, given.variants), describe
    )


def measure(folder: Path, out: Path, threshold: str, n_variants: int = 0) -> Report:
    """Keys: `page`, `threshold`, `confusion`, `false_alarms` and `misses`, the worst first, each with `crop`,
    `probability` and `threshold`."""
    if not folder.is_dir():
        raise CannotMeasure(f"there are no crops in {folder}.")
    crops = find_crops(folder / "positive", folder / "negative")
    note(f"describing {len(crops)} crops")
    described = describe_crops(crops, get_extractor(DEFAULT_EXTRACTOR), n_variants=n_variants)
    predictions = predict_by_folds(described, described.tiles, threshold)
    probabilities, levels = predictions.probabilities, predictions.thresholds
    found = {
        "false_alarms": _worst(described, probabilities, levels, positive=False),
        "misses": _worst(described, probabilities, levels, positive=True),
    }
    page = _draw(out, found)
    predicted, labels = predictions.positive, described.labels
    confusion = {
        "true_positive": int((predicted & labels).sum()),
        "false_positive": int((predicted & ~labels).sum()),
        "false_negative": int((~predicted & labels).sum()),
        "true_negative": int((~predicted & ~labels).sum()),
    }
    return {"page": str(page), "threshold": threshold, "confusion": confusion, **found}


def _worst(
    crops: DescribedCrops, probabilities: NDArray[np.float64], levels: NDArray[np.float64], *, positive: bool
) -> list[Report]:
    off = (levels - probabilities) if positive else (probabilities - levels)
    wrong = np.flatnonzero((crops.labels == positive) & ((probabilities >= levels) != crops.labels))
    return [
        {
            "crop": str(crops.crops[index].path),
            "probability": float(probabilities[index]),
            "threshold": float(levels[index]),
        }
        for index in wrong[np.argsort(-off[wrong], kind="stable")]
    ]


def _draw(out: Path, found: dict[str, list[Report]]) -> Path:
    out.mkdir(parents=True, exist_ok=True)
    parts = [
        _section(out, "False alarms", found["false_alarms"]),
        _section(out, "Misses", found["misses"]),
    ]
    page = out / "mistakes.html"
    page.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>The worst mistakes</title>'
        f"<style>{STYLE}</style><h1>The worst mistakes</h1>{''.join(parts)}</html>",
        encoding="utf-8",
    )
    return page


def _section(out: Path, title: str, mistakes: Sequence[Report]) -> str:
    shown = mistakes[:N_SHOWN]
    figures = "".join(_figure(out, Path(mistake["crop"]), mistake) for mistake in shown)
    return f"<h2>{escape(title)}: {len(mistakes)}; the worst {len(shown)}</h2><section>{figures}</section>"


def _figure(out: Path, crop: Path, mistake: Report) -> str:
    name = f"{crop.parent.name}-{crop.stem}.png"
    Image.fromarray(open_picture(crop)).save(out / name)
    words = f"{mistake['probability']:.2f} at {mistake['threshold']:.2f}: {crop.stem}"
    return (
        f'<figure><img src="{escape(name)}" alt="{escape(crop.stem)}">'
        f"<figcaption>{escape(words)}</figcaption></figure>"
    )


def describe(report: Report) -> list[str]:
    counts = report["confusion"]
    return [
        f"{report['page']}: {len(report['false_alarms'])} false alarms, {len(report['misses'])} misses "
        f"at the threshold {report['threshold']}; {counts['true_positive']} found, "
        f"{counts['true_negative']} correctly rejected"
    ]


if __name__ == "__main__":
    raise SystemExit(main())
