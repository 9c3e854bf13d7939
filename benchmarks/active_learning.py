"""How many labels does the queue's order save? `python -m benchmarks.active_learning`.

Labelled crops stand for superpixels. For each seed, a different quarter of their tiles is held out. Simulated
volunteers give three answers to each remaining superpixel, each wrong on one positive in eight and one
negative in twenty-five; the model learns from their majority, and every answer counts as a label. Both orders
begin with the same `START` random superpixels. After each `BATCH` the model is trained again and predicts the
held-out superpixels, at the threshold chosen on its out-of-fold predictions. One order takes the first of
`labeling.queueing.ranking.rank`, the function that orders the queue, with the usual share of random ones; the
other order is random. The result is the number of labels at which the mean F1 over all seeds reaches 95 % of
the F1 with all labels. For speed, both use the classifier's kernel machine without its trees.

The curves are flat there, so that few seeds are unreliable: with twelve seeds instead of sixteen the random
order once needed 810 labels instead of 1,035. `ratio_low` and `ratio_high` are 95 % bounds from resampling
the seeds (Efron's bootstrap). `area_ratio` needs no threshold: the mean F1 of the queue's order up to 900
labels, relative to the random order. `MIN_DISTANCE_FACTOR` was chosen from five values on seeds 0 to 3 of
these crops; the results use other seeds.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.labeled_crops import load_crops
from benchmarks.report import Report, note, run_benchmark, table
from labeling.queueing.ranking import Candidates, doubt_of, interleave, rank
from ml.blocks import Block
from ml.crops import DescribedCrops
from ml.evaluation import grouped_folds
from ml.svm import fit_kernel, on_log_odds
from ml.thresholds import choose_thresholds

VOTES = 3
START, BATCH = 45, 15
MISSED, FALSE_ALARM = 1 / 8, 1 / 25
RANDOM_SHARE = 0.12
FIRST_SEED = 200
N_RESAMPLES = 1000
AREA_UP_TO = 900
N_COMPONENTS = 8
WANTED = 0.95
Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Choose = Callable[["Pool", Indices, Indices, Floats, int], Sequence[int]]


@dataclass(frozen=True)
class Pool:
    """Superpixels to choose from with their answers, and the held-out ones."""

    features: NDArray[np.float32]
    appearances: Floats
    answers: NDArray[np.bool_]
    tiles: NDArray[np.str_]
    draw_order: Indices
    held_features: NDArray[np.float32]
    held_labels: NDArray[np.bool_]
    blocks: tuple[Block, ...]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.active_learning", description="Labels saved.")
    parser.add_argument("--seeds", type=int, default=32, metavar="N")
    return run_benchmark(parser, lambda options: measure(options.seeds), describe)


def measure(seeds: int) -> Report:
    """Keys: `labels_queue`, `labels_random`, `ratio` with its bounds, `area_ratio`, `f1_all`, `curve`."""
    crops = load_crops()
    tiles = np.asarray(crops.tiles)
    curves: dict[str, list[list[float]]] = {"queue": [], "random": []}
    everything = []
    for seed in range(FIRST_SEED, FIRST_SEED + seeds):
        note(f"seed {seed}")
        pool = make_pool(crops, tiles, seed)
        everything.append(_f1(pool, np.arange(len(pool.answers)))[0])
        curves["queue"].append(follow(pool, by_queue, seed))
        curves["random"].append(follow(pool, by_random, seed))
    return summarise(_as_arrays(curves), np.array(everything))


def _as_arrays(curves: dict[str, list[list[float]]]) -> dict[str, Floats]:
    """(seeds, steps), cut to the shortest: folds differ by a few superpixels."""
    steps = min(len(row) for rows in curves.values() for row in rows)
    return {name: np.array([row[:steps] for row in rows]) for name, rows in curves.items()}


def summarise(curves: dict[str, Floats], f1_all: Floats) -> Report:
    """From F1 (seeds, steps) of both orders, and (seeds,) with all labels."""
    means = {name: rows.mean(axis=0) for name, rows in curves.items()}
    counts = counts_of(means["queue"])
    queue, random = labels_needed(curves, f1_all)
    low, high = bounds_of_ratio(curves, f1_all)
    early = [n <= AREA_UP_TO for n in counts]
    return {
        "labels_queue": queue,
        "labels_random": random,
        "ratio": queue / random,
        "ratio_low": low,
        "ratio_high": high,
        "area_ratio": float(means["queue"][early].mean() / means["random"][early].mean()),
        "f1_all": float(f1_all.mean()),
        "n_seeds": len(f1_all),
        "curve": [
            {"labels": n, "f1_queue": float(asked), "f1_random": float(drawn)}
            for n, asked, drawn in zip(counts, means["queue"], means["random"], strict=True)
        ],
    }


def counts_of(steps: Floats) -> list[int]:
    return [VOTES * (START + BATCH * step) for step in range(len(steps))]


def labels_needed(curves: dict[str, Floats], f1_all: Floats) -> tuple[int, int]:
    """Labels in the queue's and in random order until the mean F1 reaches `WANTED`, all if it never does."""
    wanted = WANTED * float(f1_all.mean())
    queue, random = (_first(curves[name].mean(axis=0), wanted) for name in ("queue", "random"))
    return queue, random


def bounds_of_ratio(curves: dict[str, Floats], f1_all: Floats) -> tuple[float, float]:
    """95 % bounds of the ratio from resampled seeds."""
    generator = np.random.default_rng(0)
    ratios = []
    for _time in range(N_RESAMPLES):
        drawn = generator.integers(len(f1_all), size=len(f1_all))
        queue, random = labels_needed({name: rows[drawn] for name, rows in curves.items()}, f1_all[drawn])
        ratios.append(queue / random)
    low, high = np.percentile(ratios, [2.5, 97.5])
    return float(low), float(high)


def make_pool(crops: DescribedCrops, tiles: NDArray[np.str_], seed: int) -> Pool:
    features, labels = crops.features, crops.labels
    asked, held = next(iter(grouped_folds(labels, tiles, 4, seed)))
    generator = np.random.default_rng(seed)
    wrong = np.where(labels[asked], MISSED, FALSE_ALARM)[:, np.newaxis] > generator.random(
        (len(asked), VOTES)
    )
    votes = labels[asked][:, np.newaxis] ^ wrong
    return Pool(
        features=features[asked],
        appearances=_appearances(features[asked]),
        answers=votes.sum(axis=1) * 2 > VOTES,
        tiles=tiles[asked],
        draw_order=generator.permutation(len(asked)),
        held_features=features[held],
        held_labels=labels[held],
        blocks=crops.blocks,
    )


def _appearances(features: NDArray[np.float32]) -> Floats:
    """Principal components of the features."""
    scale = features.std(axis=0)
    standard = ((features - features.mean(axis=0)) / np.where(scale > 1e-6, scale, 1)).astype(np.float64)
    left, values, _right = np.linalg.svd(standard, full_matrices=False)
    appearances: Floats = left[:, :N_COMPONENTS] * values[:N_COMPONENTS]
    return appearances


def follow(pool: Pool, choose: Choose, seed: int) -> list[float]:
    """F1 on the held-out superpixels after each batch, until all are labelled."""
    asked, curve = pool.draw_order[:START], []
    while True:
        f1, probabilities = _f1(pool, asked)
        curve.append(f1)
        left = np.setdiff1d(pool.draw_order, asked)
        if not len(left):
            return curve
        asked = np.append(asked, choose(pool, asked, left, probabilities, seed))


def by_random(pool: Pool, asked: Indices, left: Indices, probabilities: Floats, seed: int) -> Sequence[int]:
    return [int(index) for index in pool.draw_order[np.isin(pool.draw_order, left)][:BATCH]]


def by_queue(pool: Pool, asked: Indices, left: Indices, probabilities: Floats, seed: int) -> Sequence[int]:
    """In the order of the queue: by doubt and diversity, with random ones in between."""
    draw_order = np.random.default_rng(seed + len(asked)).permutation(left)
    n_random = max(1, round(RANDOM_SHARE * len(left)))
    random, free = draw_order[:n_random], np.sort(draw_order[n_random:])
    candidates = Candidates(
        appearances=pool.appearances[free],
        uncertainty=doubt_of(probabilities[free]),
        doubt=np.zeros(len(free)),
        n_answers=np.zeros(len(free), dtype=np.int64),
    )
    ranked = [int(free[index]) for index in rank(candidates, pool.appearances[asked])]
    return interleave(ranked, [int(index) for index in random], RANDOM_SHARE)[:BATCH]


def _f1(pool: Pool, asked: Indices) -> tuple[float, Floats]:
    """F1 on the held-out superpixels and probabilities for the pool, after training on `asked`."""
    features, answers = pool.features[asked], pool.answers[asked]
    targets, weights = answers.astype(np.float64), np.ones(len(asked))
    if answers.sum() < 2 or (~answers).sum() < 2:
        return 0.0, np.full(len(pool.answers), 0.5)
    machine = fit_kernel(features, targets, weights, blocks=pool.blocks)
    unseen = np.zeros(len(asked), dtype=np.float32)
    groups = pool.tiles[asked] if _has_folds(answers, pool.tiles[asked]) else np.arange(len(asked))
    for learn, judge in grouped_folds(answers, groups):
        part = fit_kernel(features[learn], targets[learn], weights[learn], blocks=pool.blocks)
        unseen[judge] = part.margins(features[judge])
    machine = on_log_odds(machine, unseen, targets, weights)
    margins = unseen * machine.slope + machine.intercept
    thresholds = choose_thresholds(_probability(margins), answers, weights)
    decided = _probability(machine.margins(pool.held_features)) >= thresholds.balanced
    right = float((decided & pool.held_labels).sum())
    f1 = 2 * right / max(1.0, float(decided.sum() + pool.held_labels.sum()))
    return f1, _probability(machine.margins(pool.features))


def _has_folds(answers: NDArray[np.bool_], tiles: NDArray[np.str_]) -> bool:
    return min(len(np.unique(tiles[answers])), len(np.unique(tiles[~answers]))) >= 2


def _probability(margins: NDArray[np.float32]) -> Floats:
    found: Floats = 1.0 / (1.0 + np.exp(-np.clip(margins.astype(np.float64), -30, 30)))
    return found


def _first(f1: Floats, wanted: float) -> int:
    counts = counts_of(f1)
    return next((n for n, value in zip(counts, f1, strict=True) if value >= wanted), counts[-1])


def describe(report: Report) -> list[str]:
    rows = [["labels", "F1, queue", "F1, random"]]
    rows += [
        [str(point["labels"]), f"{point['f1_queue']:.3f}", f"{point['f1_random']:.3f}"]
        for point in report["curve"]
    ]
    return [
        *table(rows),
        f"95 % of the F1 with all labels ({report['f1_all']:.3f}): {report['labels_queue']} labels in the "
        f"queue's order, {report['labels_random']} at random: {report['ratio']:.2f} (bar 0.50), "
        f"95 % of resampled seeds {report['ratio_low']:.2f} to {report['ratio_high']:.2f}; "
        f"mean F1 up to {AREA_UP_TO} labels {report['area_ratio']:.3f} times that at random",
    ]


if __name__ == "__main__":
    raise SystemExit(main())
