"""Prevalence: the share of positives where a model is used, and probabilities corrected for it.

Perhaps a quarter of the labels are positive, but one superpixel of a region in two hundred. If positives look
the same and are only rarer (label shift), all odds fall by the same factor. Two methods estimate the share of
a region without labels there: Saerens, Latinne and Decaestecker, "Adjusting the Outputs of a Classifier to
New a Priori Probabilities", 2002, by expectation-maximisation (EM); and Lipton, Wang and Smola, "Detecting
and Correcting for Label Shift with Black Box Predictors", 2018 (BBSE), from counts. The counts are used and
EM checks them: if the two disagree, more than the share has changed. All shares are from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.errors import MlError

SHARES = (0.1, 0.01, 0.001)
"""A model's card shows what to expect at these."""
SUPERPIXELS_PER_TILE = 30.0
MIN_SHARE, MAX_SHARE = 1e-5, 1 - 1e-5
NEAR = 1.5
"""No correction if the odds differ by less than this factor: it would be smaller than the error of the
estimate."""
COUNTED_AT = tuple(np.round(np.arange(0.1, 0.96, 0.05), 2))
MIN_DIFFERENCE = 0.1
LEVEL = 0.9
N_DRAWS = 1000
EDGE = 1e-9
MAX_STEPS = 500
SETTLED = 1e-7


class PrevalenceError(MlError):
    """A share that is not above 0 and below 1, or nothing to estimate one from."""


def _none() -> NDArray[np.int32]:
    return np.empty(0, dtype=np.int32)


@dataclass(frozen=True)
class OutOfFold:
    """Out-of-fold predictions of labelled superpixels: calibrated `probabilities` float32 (n,) by models that
    had not seen the superpixel's group, `labels` bool (n,), `groups` int32 (n,), blocks of land or else
    tiles, and `weights` float32 (n,), above 0. `learnt_share` is the share of positives for which the
    probabilities are calibrated. `tiles` int32 (n,) numbers the tile of each, by default its group. Raises
    `PrevalenceError` if the arrays differ in length or only one class is there."""

    probabilities: NDArray[np.float32]
    labels: NDArray[np.bool_]
    groups: NDArray[np.int32]
    weights: NDArray[np.float32]
    learnt_share: float
    tiles: NDArray[np.int32] = field(default_factory=_none)

    def __post_init__(self) -> None:
        check_share(self.learnt_share)
        if not len(self.tiles):
            object.__setattr__(self, "tiles", self.groups)
        arrays = (self.probabilities, self.labels, self.groups, self.weights, self.tiles)
        lengths = {len(array) for array in arrays}
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
        """The shares of the positives (hits) and of the negatives (false alarms) with a probability of at
        least `threshold`."""
        positive, negative = np.where(self.labels, self.weights, 0), np.where(self.labels, 0, self.weights)
        taken = self.probabilities >= threshold
        return (
            float(positive[taken].sum() / positive.sum()),
            float(negative[taken].sum() / negative.sum()),
        )

    @property
    def smallest_rate(self) -> float:
        """One negative as a share of all, by weight: the smallest rate that counts can show."""
        weights = self.weights[~self.labels].astype(np.float64)
        return float((weights**2).sum() / weights.sum() ** 2)

    @cached_property
    def _members(self) -> tuple[int, NDArray[np.int64]]:
        names, numbers = np.unique(self.groups, return_inverse=True)
        return len(names), numbers

    def draw_rates(
        self, threshold: float, n_draws: int = N_DRAWS, seed: int = 0
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Bootstrap samples of `rates`, (n_draws,) each: groups are drawn with replacement.

        If a sample has no false alarm, its rate is drawn from an exponential distribution of which 95 % lie
        below 3 / (number of negatives), the rule of three: Hanley and Lippman-Hand, "If Nothing Goes Wrong,
        Is Everything All Right?", 1983.
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
    """Probabilities calibrated for `learnt_share`, corrected for `share`: float64 of the same shape and in
    the same order. Raises `PrevalenceError` for an invalid share."""
    factor = _odds(check_share(share)) / _odds(check_share(learnt_share))
    clipped = np.clip(np.asarray(probabilities, dtype=np.float64), EDGE, 1 - EDGE)
    odds = clipped / (1 - clipped) * factor
    return np.asarray(odds / (1 + odds))


def is_near(share: float, learnt_share: float) -> bool:
    """Whether no correction is needed: the odds differ by less than the factor `NEAR`."""
    return bool(abs(np.log(_odds(check_share(share)) / _odds(check_share(learnt_share)))) < np.log(NEAR))


def _odds(share: float) -> float:
    return share / (1 - share)


def estimate_by_em(probabilities: NDArray[Any], learnt_share: float) -> float:
    """The share of positives under which `probabilities` (n,) of a region, calibrated for `learnt_share`, are
    likeliest; Saerens et al., 2002. Raises `PrevalenceError` for an empty array."""
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
    """The share of positives at which as many of `probabilities` (n,) of a region reach `threshold` as do,
    given the rates of `out_of_fold`; Lipton et al., 2018. Raises `PrevalenceError` for an empty array, or if
    positives and negatives reach the threshold about equally often."""
    _check_any(probabilities)
    hits, alarms = out_of_fold.rates(threshold)
    if hits - alarms < MIN_DIFFERENCE:
        raise PrevalenceError(
            f"At threshold {threshold} the model hardly tells positives from negatives; choose another."
        )
    return _within((float((np.asarray(probabilities) >= threshold).mean()) - alarms) / (hits - alarms))


@dataclass(frozen=True)
class ShareEstimate:
    """A region's share of positives, estimated without labels there.

    `share` is the one to use: `by_counts`, or the learnt share if the two are near (`near_learnt`), so that
    nothing is corrected. `low` and `high` are the 90 % interval of `by_counts`. `agree` is True if `by_em`
    lies in it or near `by_counts`; if not, positives or negatives look different in this region and the share
    is unknown until a random sample is labelled. `n` is the number of superpixels."""

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
    """Estimate the share of positives among superpixels of a region from their uncorrected `probabilities`
    (n,). `groups` (n,) names the tile of each: neighbours are alike, so the interval is wider. Raises
    `PrevalenceError` for an empty array, or if the model cannot tell the classes apart."""
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
    """The threshold at which the estimate by counts varies least near `share`: the rarer positives are, the
    more false alarms matter."""
    n_positive, n_negative = max(1, int(out_of_fold.labels.sum())), max(1, int((~out_of_fold.labels).sum()))
    best, least = 0.5, np.inf
    for threshold in COUNTED_AT:
        hits, alarms = out_of_fold.rates(threshold)
        if hits - alarms < MIN_DIFFERENCE:
            continue
        # Laplace's rule: no false alarm among n does not mean a rate of 0.
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
    """Rates (n_draws,) of a region: it deviates from land in general as much as the labelled rows do."""
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
    """Samples (n_draws,) of the share that is taken, as it varies with the tiles of the region."""
    rng = np.random.default_rng(seed)
    if groups is None:
        return rng.binomial(len(taken), taken.mean(), n_draws) / len(taken)
    members = np.unique(np.asarray(groups), return_inverse=True)[1]
    sums = np.stack([np.bincount(members), np.bincount(members, taken)])
    means = sums.mean(axis=1)
    # The mean over many tiles is close to normal; a bootstrap of 100,000 tiles would be slow.
    spread = np.std(sums[1] - taken.mean() * sums[0]) / (means[0] * np.sqrt(len(sums[0])))
    return np.clip(rng.normal(taken.mean(), spread, n_draws), 0.0, 1.0)


@dataclass(frozen=True)
class Interval:
    """A figure with its 90 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Expected:
    """What to expect of `threshold`, on the scale of probabilities corrected for `share`."""

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
    """What to expect of `threshold`, on the scale of probabilities corrected for `share`, on ground where
    that share of superpixels is positive and a tile has `per_tile` superpixels.

    Rates are those of `out_of_fold` plus half a false alarm, as in Jeffreys' estimate: a threshold is often
    chosen so that no false alarm is left, and new ground has some. Intervals are bootstrapped by group
    (`OutOfFold.draw_rates`). Raises `PrevalenceError` for an invalid share.
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
    """Precision on ground where `share` is positive, from the rates of `hits` and false `alarms`, numbers or
    arrays; 0 if both are 0."""
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
