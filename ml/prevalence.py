"""How common positives are where a model is used, and what its probabilities mean there.

A model learns from labels of which perhaps a quarter are positive; of a region's superpixels one in two
hundred may be. Where positives look the same and are only rarer, which is called label shift, all odds fall
by one factor. Two estimates of a region's share of positives need no labels there: Saerens, Latinne and
Decaestecker, "Adjusting the Outputs of a Classifier to New a Priori Probabilities", 2002, by
expectation-maximisation; and Lipton, Wang and Smola, "Detecting and Correcting for Label Shift with Black Box
Predictors", 2018 (BBSE), by counting. The second varies about half as much on ground whose neighbours the
model has not seen, so it is used and the first checks it: where they disagree, more than the share has
changed. Shares are from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.errors import MlError

SHARES = (0.1, 0.01, 0.001)
"""What a model's card says what to expect at."""
SUPERPIXELS_PER_TILE = 30.0
MIN_SHARE, MAX_SHARE = 1e-5, 1 - 1e-5
NEAR = 1.5
"""A factor of the odds within which the learnt share is good enough: to correct for less than the estimate's
own error makes probabilities worse."""
COUNTED_AT = tuple(np.round(np.arange(0.1, 0.96, 0.05), 2))
MIN_DIFFERENCE = 0.1
LEVEL = 0.9
N_DRAWS = 1000
EDGE = 1e-9
MAX_STEPS = 500
SETTLED = 1e-7


class PrevalenceError(MlError):
    """A share that is not above 0 and below 1, or nothing to estimate one from."""


@dataclass(frozen=True)
class OutOfFold:
    """What cross-validation leaves: calibrated `probabilities` float32 (n,) by models that had not seen the
    superpixel's group, its `labels` bool (n,), its `groups` int32 (n,), which are blocks of land or else
    tiles, and its `weights` float32 (n,), above 0. `learnt_share` is the share of positives that the
    probabilities are calibrated at."""

    probabilities: NDArray[np.float32]
    labels: NDArray[np.bool_]
    groups: NDArray[np.int32]
    weights: NDArray[np.float32]
    learnt_share: float

    def __post_init__(self) -> None:
        check_share(self.learnt_share)
        lengths = {len(self.probabilities), len(self.labels), len(self.groups), len(self.weights)}
        if len(lengths) > 1 or not self.labels.any() or self.labels.all():
            raise PrevalenceError(
                "A record of cross-validation holds a probability, label, group and weight a superpixel, and "
                "superpixels of both classes; train the model again."
            )

    @property
    def share(self) -> float:
        """The share of positives among the labels, by weight."""
        return float(self.weights[self.labels].sum() / self.weights.sum())

    def rates(self, threshold: float) -> tuple[float, float]:
        """The shares of the positives and of the negatives whose probability is at least `threshold`."""
        positive, negative = np.where(self.labels, self.weights, 0), np.where(self.labels, 0, self.weights)
        taken = self.probabilities >= threshold
        return (
            float(positive[taken].sum() / positive.sum()),
            float(negative[taken].sum() / negative.sum()),
        )

    @property
    def smallest_rate(self) -> float:
        """What one negative is of all, by weight: the least that counting can tell from none."""
        weights = self.weights[~self.labels].astype(np.float64)
        return float((weights**2).sum() / weights.sum() ** 2)

    @cached_property
    def _members(self) -> tuple[int, NDArray[np.int64]]:
        names, numbers = np.unique(self.groups, return_inverse=True)
        return len(names), numbers

    def draw_rates(
        self, threshold: float, n_draws: int = N_DRAWS, seed: int = 0
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """`rates` (n_draws,) each, as they would vary with other land: groups are drawn with replacement.

        Where no negative of a draw reaches the threshold its rate is drawn from what is compatible with
        seeing none, so that 95 of 100 lie below three in the number of negatives: Hanley and Lippman-Hand,
        "If Nothing Goes Wrong, Is Everything All Right?", 1983.
        """
        rng = np.random.default_rng(seed)
        n_groups, members = self._members
        taken = self.probabilities >= threshold
        masks = (self.labels, self.labels & taken, ~self.labels, ~self.labels & taken)
        sums = np.stack([np.bincount(members, self.weights * mask, n_groups) for mask in masks])
        drawn = rng.multinomial(n_groups, np.full(n_groups, 1 / n_groups), n_draws) @ sums.T
        hits = drawn[:, 1] / np.maximum(drawn[:, 0], EDGE)
        alarms = drawn[:, 3] / np.maximum(drawn[:, 2], EDGE)
        unseen = rng.exponential(self.smallest_rate, n_draws)
        return hits, np.where(drawn[:, 3] > 0, alarms, np.minimum(unseen, 1.0))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All that it is, for an npz file; `OutOfFold.from_arrays` makes it again."""
        return {name: np.asarray(value) for name, value in asdict(self).items()}

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> OutOfFold:
        """Raises `PrevalenceError` when the arrays do not belong together, `TypeError` when one is absent."""
        plain: dict[str, Any] = dict(arrays)
        return cls(**{**plain, "learnt_share": float(plain.get("learnt_share", np.nan))})


def check_share(share: float) -> float:
    """The same number; raises `PrevalenceError` unless it is above 0 and below 1."""
    if not 0 < share < 1:
        raise PrevalenceError(f"{share} is no share of positives; give a number above 0 and below 1.")
    return float(share)


def correct(probabilities: NDArray[Any], learnt_share: float, share: float) -> NDArray[np.float64]:
    """Probabilities, float64 of the same shape, where a share `share` is positive, from those calibrated at
    `learnt_share`. Their order is kept. Raises `PrevalenceError` for what is no share."""
    factor = _odds(check_share(share)) / _odds(check_share(learnt_share))
    clipped = np.clip(np.asarray(probabilities, dtype=np.float64), EDGE, 1 - EDGE)
    odds = clipped / (1 - clipped) * factor
    return np.asarray(odds / (1 + odds))


def is_near(share: float, learnt_share: float) -> bool:
    """Whether nothing need be corrected: the odds differ by less than a factor `NEAR`."""
    return bool(abs(np.log(_odds(check_share(share)) / _odds(check_share(learnt_share)))) < np.log(NEAR))


def _odds(share: float) -> float:
    return share / (1 - share)


def estimate_by_em(probabilities: NDArray[Any], learnt_share: float) -> float:
    """The share of positives that best explains `probabilities` (n,), calibrated at `learnt_share`, of some
    other ground's superpixels; Saerens et al., 2002. Raises `PrevalenceError` without any."""
    _check_any(probabilities)
    share = learnt_share
    for _ in range(MAX_STEPS):
        found = _within(float(correct(probabilities, learnt_share, share).mean()))
        settled = abs(np.log(found / share)) < SETTLED
        share = found
        if settled:
            break
    return share


def estimate_by_counts(probabilities: NDArray[Any], out_of_fold: OutOfFold, threshold: float = 0.5) -> float:
    """The share of positives that explains how many of `probabilities` (n,) reach `threshold`, from how many
    positives and negatives of `out_of_fold` do; Lipton et al., 2018. Raises `PrevalenceError` without any,
    and when the threshold does not tell the classes apart."""
    _check_any(probabilities)
    hits, alarms = out_of_fold.rates(threshold)
    if hits - alarms < MIN_DIFFERENCE:
        raise PrevalenceError(
            f"At threshold {threshold} the model hardly tells positives from negatives; choose another."
        )
    return _within((float((np.asarray(probabilities) >= threshold).mean()) - alarms) / (hits - alarms))


@dataclass(frozen=True)
class ShareEstimate:
    """A region's share of positives without labels there.

    `share` is the one to use: `by_counts`, or the learnt share where the two are near, so that nothing is
    corrected (`near_learnt`). `low` and `high` hold `by_counts` with nine chances in ten; `agree` says
    whether `by_em` lies there too or within a factor `NEAR`. Where it does not, positives or negatives look
    different in the region, and a random sample has to be labelled to know the share. `n` superpixels were
    counted."""

    share: float
    by_counts: float
    by_em: float
    low: float
    high: float
    agree: bool
    near_learnt: bool
    n: int

    def as_dict(self) -> dict[str, Any]:
        """Plain numbers, for JSON."""
        return asdict(self)


def estimate_share(
    probabilities: NDArray[Any],
    out_of_fold: OutOfFold,
    *,
    groups: Sequence[Any] | NDArray[Any] | None = None,
    level: float = LEVEL,
    seed: int = 0,
) -> ShareEstimate:
    """Both estimates of the share of positives among superpixels with uncorrected `probabilities` (n,), and
    what to make of them. `groups` (n,) names the tile of each, which widens the interval as neighbours are
    alike. Raises `PrevalenceError` without any superpixels, or when the model tells nothing apart."""
    by_em = estimate_by_em(probabilities, out_of_fold.learnt_share)
    threshold = _best_to_count_at(out_of_fold, by_em)
    by_counts = estimate_by_counts(probabilities, out_of_fold, threshold)
    hits, alarms = _draw_rates_elsewhere(out_of_fold, threshold, seed)
    rates = _draw_rate(np.asarray(probabilities) >= threshold, groups, len(hits), seed + 2)
    drawn = np.clip((rates - alarms) / np.maximum(hits - alarms, MIN_DIFFERENCE), MIN_SHARE, MAX_SHARE)
    low, high = _ends(drawn, level)
    near = is_near(by_counts, out_of_fold.learnt_share)
    return ShareEstimate(
        share=out_of_fold.learnt_share if near else by_counts,
        by_counts=by_counts,
        by_em=by_em,
        low=min(low, by_counts),
        high=max(high, by_counts),
        agree=low <= by_em <= high or is_near(by_em, by_counts),
        near_learnt=near,
        n=len(probabilities),
    )


def _best_to_count_at(out_of_fold: OutOfFold, share: float) -> float:
    """The threshold at which counts vary least where about `share` is positive: the rarer positives are, the
    fewer negatives may be taken for them."""
    n_positive, n_negative = max(1, int(out_of_fold.labels.sum())), max(1, int((~out_of_fold.labels).sum()))
    best, least = 0.5, np.inf
    for threshold in COUNTED_AT:
        hits, alarms = out_of_fold.rates(threshold)
        if hits - alarms < MIN_DIFFERENCE:
            continue
        # Laplace's rule: none seen of n is no certainty.
        alarms = (alarms * n_negative + 1) / (n_negative + 2)
        spread = (
            share**2 * hits * (1 - hits) / n_positive + (1 - share) ** 2 * alarms * (1 - alarms) / n_negative
        )
        if spread / (hits - alarms) ** 2 < least:
            best, least = float(threshold), spread / (hits - alarms) ** 2
    return best


def _draw_rates_elsewhere(
    out_of_fold: OutOfFold, threshold: float, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """`OutOfFold.draw_rates` of a region, which differs from what is true of all land as the learnt rows
    do."""
    pairs = zip(
        out_of_fold.rates(threshold),
        out_of_fold.draw_rates(threshold, seed=seed),
        out_of_fold.draw_rates(threshold, seed=seed + 1),
        strict=True,
    )
    hits, alarms = (np.clip(one + other - known, 0.0, 1.0) for known, one, other in pairs)
    return hits, alarms


def _draw_rate(
    taken: NDArray[np.bool_], groups: Sequence[Any] | NDArray[Any] | None, n_draws: int, seed: int
) -> NDArray[np.float64]:
    """The share that is taken, (n_draws,), as it would vary with other tiles of the region."""
    rng = np.random.default_rng(seed)
    if groups is None:
        return rng.binomial(len(taken), taken.mean(), n_draws) / len(taken)
    members = np.unique(np.asarray(groups), return_inverse=True)[1]
    sums = np.stack([np.bincount(members), np.bincount(members, taken)])
    means = sums.mean(axis=1)
    # Of a region's hundred thousands of tiles the mean is as good as normal, and drawing them all is slow.
    spread = np.std(sums[1] - taken.mean() * sums[0]) / (means[0] * np.sqrt(len(sums[0])))
    return np.clip(rng.normal(taken.mean(), spread, n_draws), 0.0, 1.0)


@dataclass(frozen=True)
class Interval:
    """A figure, and the two that hold it with nine chances in ten."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Expected:
    """What to expect of the threshold `threshold`, on the scale of corrected probabilities, where a share
    `share` of superpixels is positive."""

    share: float
    threshold: float
    precision: Interval
    recall: Interval
    false_per_1000_tiles: Interval

    def as_dict(self) -> dict[str, Any]:
        """Plain numbers, for JSON."""
        return asdict(self)


def expect(
    out_of_fold: OutOfFold,
    threshold: float,
    share: float,
    *,
    per_tile: float = SUPERPIXELS_PER_TILE,
    level: float = LEVEL,
    seed: int = 0,
) -> Expected:
    """What to expect of `threshold`, on the scale of probabilities corrected for `share`, where that share of
    superpixels is positive and tiles have `per_tile` of them.

    The rates at which positives and negatives reach the threshold are those of `out_of_fold`, with half a
    false alarm more than was seen: Jeffreys' rule, which on ground not learnt from came closer than trusting
    a threshold that was chosen to leave none. Intervals are of other land of the same kind
    (`OutOfFold.draw_rates`). Raises `PrevalenceError` for what is no share.
    """
    learnt_scale = float(correct(np.array(threshold), share, out_of_fold.learnt_share))
    hits, alarms = out_of_fold.rates(learnt_scale)
    alarms = min(1.0, alarms + out_of_fold.smallest_rate / 2)
    drawn_hits, drawn_alarms = out_of_fold.draw_rates(learnt_scale, seed=seed)
    thousand = 1000 * per_tile * (1 - share)
    return Expected(
        share=share,
        threshold=threshold,
        precision=_interval(
            precision_at(share, hits, alarms), precision_at(share, drawn_hits, drawn_alarms), level
        ),
        recall=_interval(hits, drawn_hits, level),
        false_per_1000_tiles=_interval(thousand * alarms, thousand * drawn_alarms, level),
    )


def precision_at(share: float, hits: Any, alarms: Any) -> Any:
    """Precision where a share `share` is positive, from the rates at which positives (`hits`) and negatives
    (`alarms`) are taken, numbers or arrays; 0 where none is."""
    right, wrong = share * np.asarray(hits), (1 - share) * np.asarray(alarms)
    return right / np.maximum(right + wrong, 1e-300)


def _interval(value: float, drawn: NDArray[np.float64], level: float) -> Interval:
    low, high = _ends(drawn, level)
    return Interval(float(value), min(low, float(value)), max(high, float(value)))


def _ends(drawn: NDArray[np.float64], level: float) -> tuple[float, float]:
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _within(share: float) -> float:
    return float(np.clip(share, MIN_SHARE, MAX_SHARE))


def _check_any(probabilities: NDArray[Any]) -> None:
    if not np.size(probabilities):
        raise PrevalenceError(
            "There are no superpixels to estimate a share of positives from; analyse tiles."
        )
