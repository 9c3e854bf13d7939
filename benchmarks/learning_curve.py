"""F1 as a function of the number of labels: `python -m benchmarks.learning_curve`.

Protocol. The folds of `benchmarks.accuracy`, without variants. In each fold the model is trained on the
labels of a random part of the other folds' tiles (smaller parts are subsets of larger ones) and classifies
the whole fold at its own threshold. `f1` is computed over all folds, `f1_lowest` and `f1_highest` over
single folds.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.labeled_crops import load_crops
from benchmarks.report import Report, note, run_benchmark, table
from ml.classifier import train_classifier
from ml.crops import DescribedCrops
from ml.errors import TrainingError
from ml.evaluation import grouped_folds, score

SHARES = (0.1, 0.2, 0.4, 0.7, 1.0)
WIDTH, HEIGHT, MARGIN = 480, 280, 44
INK = "#b06a00"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learning_curve", description="F1 by labels.")
    parser.add_argument("--svg", type=Path, metavar="FILE", help="write the curve to this file")

    def run(options: argparse.Namespace) -> Report:
        report = measure(load_crops())
        if options.svg is not None:
            options.svg.write_text(draw(report["points"]), encoding="utf-8")
        return report

    return run_benchmark(parser, run, describe)


def measure(crops: DescribedCrops, shares: Sequence[float] = SHARES) -> Report:
    """Keys: `points`, each with `n_labels`, `n_positive` (means of the folds), `f1`, `f1_lowest`,
    `f1_highest`, `precision`, `recall`."""
    return {"points": [point for share in shares if (point := _measure_share(crops, share)) is not None]}


def _measure_share(crops: DescribedCrops, share: float) -> dict[str, float] | None:
    note(f"{share:.0%} of the tiles")
    labels, tiles = crops.labels, np.asarray(crops.tiles)
    probabilities, decisions = np.zeros(len(labels)), np.zeros(len(labels), dtype=bool)
    counts, scores = [], []
    for learn, judge in grouped_folds(labels, tiles):
        part = learn[np.isin(tiles[learn], _draw_tiles(tiles[learn], share))]
        try:
            trained = train_classifier(
                crops.features[part], labels[part], groups=list(tiles[part]), blocks=crops.blocks
            )
        except TrainingError as error:
            note(f"skipped: {error}")
            return None
        probabilities[judge] = trained.predict(crops.features[judge])
        decisions[judge] = probabilities[judge] >= trained.thresholds.balanced
        scores.append(score(probabilities[judge], labels[judge], decisions[judge]).f1)
        counts.append((len(part), labels[part].sum()))
    found = score(probabilities, labels, decisions)
    n_labels, n_positive = np.mean(counts, axis=0)
    return {
        "n_labels": float(n_labels),
        "n_positive": float(n_positive),
        "f1": found.f1,
        "f1_lowest": min(scores),
        "f1_highest": max(scores),
        "precision": found.precision,
        "recall": found.recall,
    }


def _draw_tiles(tiles: NDArray[Any], share: float) -> NDArray[Any]:
    shuffled = np.random.default_rng(0).permutation(np.unique(tiles))
    return shuffled[: max(1, round(share * len(shuffled)))]


def describe(report: Report) -> list[str]:
    rows = [["labels", "positive", "F1", "lowest fold", "highest fold", "precision", "recall"]]
    for point in report["points"]:
        shares = [point[name] for name in ("f1", "f1_lowest", "f1_highest", "precision", "recall")]
        counts = [f"{point['n_labels']:.0f}", f"{point['n_positive']:.0f}"]
        rows.append([*counts, *(f"{share:.3f}" for share in shares)])
    return table(rows)


def draw(points: Sequence[dict[str, float]]) -> str:
    """The curve as SVG: F1 from 0.5 to 1 against the number of labels, bars from the lowest to the highest
    fold."""
    max_labels = max(point["n_labels"] for point in points)
    xs = [_across(point["n_labels"] / max_labels) for point in points]
    line = " ".join(f"{x:.1f},{_up(point['f1']):.1f}" for x, point in zip(xs, points, strict=True))
    marks = [_mark(x, point) for x, point in zip(xs, points, strict=True)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"',
            '  font-family="sans-serif" font-size="11" fill="#333">',
            "<title>F1 against the number of labels</title>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
            *(_rule(f1) for f1 in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)),
            f'<polyline points="{line}" fill="none" stroke="{INK}" stroke-width="2"/>',
            *marks,
            f'<text x="{MARGIN}" y="{MARGIN - 18}">F1</text>',
            f'<text x="{WIDTH / 2}" y="{HEIGHT - 10}" text-anchor="middle">labelled superpixels</text>',
            "</svg>\n",
        ]
    )


def _across(share: float) -> float:
    return MARGIN + (WIDTH - 2 * MARGIN) * share


def _up(f1: float) -> float:
    return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (max(f1, 0.5) - 0.5) / 0.5


def _rule(f1: float) -> str:
    y = _up(f1)
    label = f'<text x="{MARGIN - 6}" y="{y + 4:.1f}" text-anchor="end">{f1:.1f}</text>'
    return f'<path d="M{MARGIN} {y:.1f}H{WIDTH - MARGIN}" stroke="#ddd"/>{label}'


def _mark(x: float, point: dict[str, float]) -> str:
    below = HEIGHT - MARGIN + 16
    lowest, highest, middle = _up(point["f1_lowest"]), _up(point["f1_highest"]), _up(point["f1"])
    return "".join(
        [
            f'<path d="M{x:.1f} {lowest:.1f}V{highest:.1f}" stroke="{INK}" stroke-opacity=".5"/>',
            f'<circle cx="{x:.1f}" cy="{middle:.1f}" r="4" fill="{INK}"/>',
            f'<text x="{x:.1f}" y="{below}" text-anchor="middle">{point["n_labels"]:.0f}</text>',
        ]
    )


if __name__ == "__main__":
    raise SystemExit(main())
