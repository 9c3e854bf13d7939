"""What becomes of probabilities and thresholds where positives are rarer: `python -m benchmarks.prevalence`.

Protocol. A model learns from all labelled crops, and each crop's probability is that of a model which had not
seen its block of a tenth of a degree. The blocks are divided by lot into halves, `DIVISIONS` times. One half
is what was learnt from: calibration, estimates and thresholds come from it alone. From the other half regions
of `N_REGION` superpixels are drawn with replacement in which a given share is positive. `by_em` and
`by_counts` are the estimates of that share (mean and standard deviation over the divisions); `interval_holds`
and `agree` say how often the estimate's interval holds the share and how often the estimates agree. `precise`
and `balanced` are what thresholds give: `uncorrected` as chosen for the learnt share, `corrected` for the
estimated share, `true_share` for the true one. Precision and recall are those of all divisions' superpixels
together, F1 is the mean of the divisions. `expected` and `observed` are false positives per 1,000 tiles of 30
superpixels at the corrected `precise` threshold; `observed_within` says in how many divisions the observed
figure is not above the interval, whose upper end holds it with 19 chances in 20. Halves have half the labels
that a model has, so a model does better.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.labeled_crops import CROPS, check_crops, describe_folder
from benchmarks.report import Report, note, run_benchmark, table
from ml.calibration import fit_calibration
from ml.classifier import train_classifier
from ml.crops import N_VARIANTS
from ml.evaluation import region_of_crop
from ml.features import DEFAULT_EXTRACTOR, EXTRACTORS, get_extractor
from ml.prevalence import SUPERPIXELS_PER_TILE, OutOfFold, correct, estimate_share, expect
from ml.thresholds import choose_thresholds, choose_thresholds_at

SHARES = (0.10, 0.05, 0.02, 0.01)
DIVISIONS = 40
N_REGION = 3000
WAYS = ("uncorrected", "corrected", "true_share")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.prevalence", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument(
        "--extractor", choices=EXTRACTORS, default=DEFAULT_EXTRACTOR, help="default %(default)s"
    )
    return run_benchmark(parser, lambda options: measure(options.extractor), describe)


def measure(name: str) -> Report:
    """Keys: `extractor`, counts, and `per_cent` with the figures of each share by its number in per cent."""
    check_crops()
    extractor = get_extractor(name)
    described = describe_folder(CROPS, extractor, N_VARIANTS)
    note("learning")
    trained = train_classifier(
        described.features,
        described.labels,
        groups=described.tiles,
        land=[region_of_crop(crop.path.name) for crop in described.crops],
        variants=described.variants,
        blocks=described.blocks,
    )
    return {
        "extractor": extractor.name,
        "extractor_version": extractor.version,
        "n_positive": trained.n_positive,
        "n_negative": trained.n_negative,
        "n_blocks": trained.n_land,
        **simulate(trained.out_of_fold),
    }


def simulate(record: OutOfFold, n_divisions: int = DIVISIONS, n_region: int = N_REGION) -> Report:
    """The figures of each share, from probabilities of superpixels that the models had not seen."""
    trials: dict[float, list[dict[str, Any]]] = {share: [] for share in SHARES}
    blocks = np.unique(record.groups)
    for seed in range(n_divisions):
        rng = np.random.default_rng(seed)
        learnt = np.isin(record.groups, rng.permutation(blocks)[: len(blocks) // 2])
        half, others = _learn_from(record, learnt)
        for share in SHARES:
            trials[share].append(_judge_region(half, others, record.labels[~learnt], share, n_region, rng))
    return {
        "n_divisions": n_divisions,
        "per_cent": {f"{100 * share:g}": _summarise(trials[share]) for share in SHARES},
    }


def _learn_from(record: OutOfFold, learnt: NDArray[np.bool_]) -> tuple[OutOfFold, NDArray[np.float32]]:
    """The record of one half, and the other half's probabilities, by a calibration of the first alone."""
    labels, weights = record.labels[learnt], record.weights[learnt]
    calibration = fit_calibration(
        record.probabilities[learnt].astype(np.float64), labels.astype(np.float64), weights.astype(np.float64)
    )
    probabilities = calibration.apply(record.probabilities).astype(np.float32)
    share = float(weights[labels].sum() / weights.sum())
    half = OutOfFold(probabilities[learnt], labels, record.groups[learnt], weights, share)
    return half, probabilities[~learnt]


def _judge_region(
    half: OutOfFold,
    others: NDArray[np.float32],
    labels: NDArray[np.bool_],
    share: float,
    n: int,
    rng: np.random.Generator,
) -> dict[str, Any]:
    n_positive = round(share * n)
    drawn = np.append(rng.choice(others[labels], n_positive), rng.choice(others[~labels], n - n_positive))
    truth = np.arange(n) < n_positive
    estimate = estimate_share(drawn, half)
    learnt = choose_thresholds(half.probabilities, half.labels, half.weights)
    trial: dict[str, Any] = {"estimate": estimate, "holds": estimate.low <= share <= estimate.high}
    for way, used in zip(WAYS, (half.learnt_share, estimate.share, share), strict=True):
        thresholds, judged = choose_thresholds_at(half, used, learnt), correct(drawn, half.learnt_share, used)
        for name in ("precise", "balanced"):
            taken = judged >= getattr(thresholds, name)
            trial[f"{name} {way}"] = (int((taken & truth).sum()), int(taken.sum()), n_positive)
    precise = choose_thresholds_at(half, estimate.share, learnt).precise
    trial["expected"] = expect(half, precise, estimate.share).false_per_1000_tiles
    alarms = correct(others[~labels], half.learnt_share, estimate.share) >= precise
    trial["observed"] = 1000 * SUPERPIXELS_PER_TILE * (1 - share) * float(alarms.mean())
    return trial


def _summarise(trials: Sequence[dict[str, Any]]) -> dict[str, Any]:
    estimates = [trial["estimate"] for trial in trials]
    expected = [trial["expected"] for trial in trials]
    observed = np.array([trial["observed"] for trial in trials])
    within = [seen <= one.high for one, seen in zip(expected, observed, strict=True)]
    return {
        "by_em": _spread([estimate.by_em for estimate in estimates]),
        "by_counts": _spread([estimate.by_counts for estimate in estimates]),
        "interval_holds": float(np.mean([trial["holds"] for trial in trials])),
        "agree": float(np.mean([estimate.agree for estimate in estimates])),
        **{
            name: {way: _figures([trial[f"{name} {way}"] for trial in trials]) for way in WAYS}
            for name in ("precise", "balanced")
        },
        "expected": {
            end: float(np.mean([getattr(one, end) for one in expected])) for end in ("value", "low", "high")
        },
        "observed": float(observed.mean()),
        "observed_within": float(np.mean(within)),
    }


def _spread(numbers: Sequence[float]) -> dict[str, float]:
    return {"mean": float(np.mean(numbers)), "sd": float(np.std(numbers))}


def _figures(counts: Sequence[tuple[int, int, int]]) -> dict[str, float]:
    right, taken, positive = np.array(counts, dtype=np.float64).T
    return {
        "precision": float(right.sum() / max(1.0, taken.sum())),
        "recall": float(right.sum() / positive.sum()),
        "f1": float((2 * right / (taken + positive)).mean()),
    }


def describe(report: Report) -> list[str]:
    shares = report["per_cent"].items()
    estimates = [["share of positives", "by EM", "by counts", "interval holds it", "estimates agree"]]
    estimates += [
        [
            f"{name} %",
            *(
                f"{100 * one['mean']:.1f} ± {100 * one['sd']:.1f} %"
                for one in (row["by_em"], row["by_counts"])
            ),
            *(f"{row[key]:.2f}" for key in ("interval_holds", "agree")),
        ]
        for name, row in shares
    ]
    precise = [["`precise`: precision, recall", *(way.replace("_", " ") for way in WAYS)]]
    precise += [
        [f"{name} %", *("{precision:.2f}, {recall:.2f}".format(**row["precise"][way]) for way in WAYS)]
        for name, row in shares
    ]
    balanced = [["`balanced`: F1", *(way.replace("_", " ") for way in WAYS)]]
    balanced += [
        [f"{name} %", *(f"{row['balanced'][way]['f1']:.3f}" for way in WAYS)] for name, row in shares
    ]
    false = [["false positives per 1,000 tiles", "expected", "interval", "observed", "within"]]
    false += [
        [
            f"{name} %",
            f"{row['expected']['value']:.0f}",
            f"{row['expected']['low']:.0f} to {row['expected']['high']:.0f}",
            f"{row['observed']:.0f}",
            f"{row['observed_within']:.2f}",
        ]
        for name, row in shares
    ]
    return [
        f"{report['extractor']} {report['extractor_version']}: {report['n_positive']} positive and "
        f"{report['n_negative']} negative crops of {report['n_blocks']} blocks, "
        f"{report['n_divisions']} divisions into halves",
        *(line for rows in (estimates, precise, balanced, false) for line in ("", *table(rows))),
    ]


if __name__ == "__main__":
    raise SystemExit(main())
