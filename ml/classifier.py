"""Learning to tell positive superpixels from negative ones: gradient-boosted trees that correct a kernel
machine.

Chen and Guestrin, "XGBoost: A Scalable Tree Boosting System", 2016. Probabilities are calibrated and both
thresholds are chosen on out-of-fold predictions, where no superpixel is judged by a model that saw its tile
or, for the threshold `precise` and for all that is expected of new ground, its block of land.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import xgboost
from numpy.typing import ArrayLike, NDArray

from ml.blocks import Block
from ml.calibration import Calibration, fit_calibration
from ml.errors import FeatureError, TrainingError
from ml.evaluation import Scores, cross_fitted_scores, grouped_folds
from ml.labels import POSITIVE_FROM
from ml.novelty import SeenGround, describe_seen
from ml.prevalence import OutOfFold
from ml.svm import KernelScorer, fit_kernel, on_log_odds
from ml.thresholds import Thresholds, choose_thresholds

N_FOLDS = 5
MIN_PER_CLASS = 5
MAX_TREES = 150
PATIENCE = 20
"""Trees without a gain after which no more are tried."""
PARAMETERS: dict[str, Any] = {
    "objective": "binary:logistic",
    "max_depth": 4,
    "eta": 0.05,
    "subsample": 0.7,
    "colsample_bytree": 0.2,
    "colsample_bynode": 0.5,
    "lambda": 2.0,
    "tree_method": "hist",
    "max_bin": 64,
}


@dataclass(frozen=True)
class TrainingSet:
    """Checked training data: `features` float32 (n, n_features), `probabilities` that each is positive in
    0 to 1, `weights` above 0, `groups` as int64 numbers; superpixels of one group stay in one
    fold; `variants` float32 (n, n_variants, n_features) are learnt from and never judged; `blocks` are the
    groups of features, none for a single one."""

    features: NDArray[np.float32]
    probabilities: NDArray[np.float64]
    weights: NDArray[np.float64]
    groups: NDArray[np.int64]
    variants: NDArray[np.float32]
    blocks: tuple[Block, ...] = ()

    @property
    def labels(self) -> NDArray[np.bool_]:
        """What each superpixel more probably is."""
        return self.probabilities >= POSITIVE_FROM

    def __getitem__(self, chosen: NDArray[Any]) -> TrainingSet:
        return TrainingSet(
            self.features[chosen],
            self.probabilities[chosen],
            self.weights[chosen],
            self.groups[chosen],
            self.variants[chosen],
            self.blocks,
        )

    def with_variants(self) -> TrainingSet:
        """Every variant as a superpixel of its own, of the same label and group."""
        times = 1 + self.variants.shape[1]
        return TrainingSet(
            np.concatenate([self.features, *self.variants.transpose(1, 0, 2)]),
            np.tile(self.probabilities, times),
            np.tile(self.weights, times),
            np.tile(self.groups, times),
            np.zeros((times * len(self.features), 0, self.features.shape[1]), dtype=np.float32),
            self.blocks,
        )


@dataclass(frozen=True)
class Judge:
    """What decides: XGBoost's trees, which start from the margin of a kernel machine."""

    booster: xgboost.Booster
    kernel: KernelScorer

    @property
    def n_features(self) -> int:
        """How many features a superpixel has."""
        return len(self.kernel.mean)

    def scores(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Uncalibrated scores from 0 to 1, float32 (n,); raises `FeatureError` for a wrong shape or
        numbers that are not finite."""
        self.check(features)
        if not len(features):
            return np.zeros(0, dtype=np.float32)
        features = np.ascontiguousarray(features, dtype=np.float32)
        found = self.booster.inplace_predict(features, base_margin=self.kernel.margins(features))
        return np.asarray(found, dtype=np.float32)

    def check(self, features: NDArray[np.float32]) -> None:
        """Raises `FeatureError` for a wrong shape or numbers that are not finite."""
        if features.ndim != 2 or features.shape[1] != self.n_features:
            raise FeatureError(
                f"The model takes {self.n_features} features, not an array of shape {features.shape}; "
                "compute them with the extractor on its card."
            )
        if not np.isfinite(features).all():
            raise FeatureError("Some features are not finite; compute them again from the picture.")


@dataclass(frozen=True)
class TrainedClassifier:
    """A judge with its calibration, thresholds and cross-validation. Folds are grouped by tile in
    `cross_validation` and by block of land in `cross_validation_by_land`, which is None without land.
    `out_of_fold` are predictions on blocks of land, or on tiles without land; `seen` summarises the training
    superpixels."""

    judge: Judge
    calibration: Calibration
    thresholds: Thresholds
    cross_validation: Scores
    cross_validation_by_land: Scores | None
    out_of_fold: OutOfFold
    seen: SeenGround
    n_positive: int
    n_negative: int
    n_groups: int
    n_land: int

    def predict(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Calibrated probabilities, float32 (n,), for features (n, n_features)."""
        return self.calibration.apply(self.judge.scores(features)).astype(np.float32)


def train_classifier(
    features: ArrayLike,
    probabilities: ArrayLike,
    weights: ArrayLike | None = None,
    groups: Sequence[Any] | None = None,
    *,
    land: Sequence[Any] | None = None,
    variants: NDArray[np.float32] | None = None,
    blocks: Sequence[Block] = (),
    precision: float = 0.95,
    seed: int = 0,
    n_threads: int = 0,
) -> TrainedClassifier:
    """Learn from labelled superpixels.

    `features` is (n, n_features); `probabilities` (n,) says how surely each is positive: 0 and 1 are labels,
    what lies between counts for both classes in its proportion; `weights` (n,) are by default 1; `groups`
    (n,) names the tile of each, by default each stands alone. `land` (n,) names the block of land of that
    tile (`ml.evaluation.block_of_tile`), or the tile again if its place is unknown: if both classes occur in
    at least two blocks, the threshold `precise` and `out_of_fold` come from folds of whole blocks, because a
    search covers land whose surroundings nobody has labelled. Land changes no probability. `variants` (n,
    n_variants, n_features) are the same superpixels in another light: learnt from, never judged. `blocks` are
    the extractor's. `precision` is what the threshold `precise` aims at. The same data and seed give the same
    classifier. Raises `TrainingError` when there are too few labels or tiles or only one class,
    `FeatureError` when a feature is not finite.
    """
    data = make_training_set(features, probabilities, weights, groups, variants, blocks)
    blocks_of_land = _number_land(data, land)
    raw, folds = out_of_fold(data, seed=seed, n_threads=n_threads)
    calibration = fit_calibration(raw, data.probabilities, data.weights)
    calibrated, kept_together = calibration.apply(raw), data.groups
    scores, scores_by_land = cross_fitted_scores(calibrated, data.labels, folds), None
    thresholds = choose_thresholds(calibrated, data.labels, data.weights, precision=precision)
    if blocks_of_land is not None:
        raw, folds = out_of_fold(data, blocks_of_land, seed=seed, n_threads=n_threads)
        calibrated, kept_together = calibration.apply(raw), blocks_of_land
        scores_by_land = cross_fitted_scores(calibrated, data.labels, folds)
        on_land = choose_thresholds(calibrated, data.labels, data.weights, precision=precision)
        thresholds = on_land.with_balanced(thresholds.balanced)
    judge = fit_judge(data, seed=seed, n_threads=n_threads)
    return TrainedClassifier(
        judge=judge,
        calibration=calibration,
        thresholds=thresholds,
        cross_validation=scores,
        cross_validation_by_land=scores_by_land,
        out_of_fold=_record(data, calibrated, kept_together),
        seen=describe_seen(judge.kernel, data.features, kept_together, seed=seed),
        n_positive=int(data.labels.sum()),
        n_negative=int((~data.labels).sum()),
        n_groups=len(np.unique(data.groups)),
        n_land=0 if blocks_of_land is None else len(np.unique(blocks_of_land)),
    )


def _record(data: TrainingSet, calibrated: NDArray[np.float64], groups: NDArray[np.int64]) -> OutOfFold:
    return OutOfFold(
        calibrated.astype(np.float32),
        data.labels,
        groups.astype(np.int32),
        data.weights.astype(np.float32),
        learnt_share=float(np.average(data.probabilities, weights=data.weights)),
        tiles=data.groups.astype(np.int32),
    )


def _number_land(data: TrainingSet, land: Sequence[Any] | None) -> NDArray[np.int64] | None:
    """Numbers (n,) of the blocks of land; None if both classes do not occur in at least two."""
    if land is None:
        return None
    if len(land) != len(data.labels):
        raise TrainingError(
            f"{len(land)} blocks of land do not fit {len(data.labels)} superpixels; give one each."
        )
    names = np.asarray([str(block) for block in land])
    blocks = np.unique(names, return_inverse=True)[1].astype(np.int64)
    if len(np.unique(np.column_stack([data.groups, blocks]), axis=0)) > len(np.unique(data.groups)):
        raise TrainingError("A tile lies in two blocks of land; name the one that its centre lies in.")
    if min(len(np.unique(blocks[mine])) for mine in (data.labels, ~data.labels)) < 2:
        return None
    return blocks


def make_training_set(
    features: ArrayLike,
    probabilities: ArrayLike,
    weights: ArrayLike | None = None,
    groups: Sequence[Any] | None = None,
    variants: NDArray[np.float32] | None = None,
    blocks: Sequence[Block] = (),
) -> TrainingSet:
    """Check training data and number its groups; raises as `train_classifier` does."""
    matrix = np.ascontiguousarray(features, dtype=np.float32)
    targets = np.asarray(probabilities, dtype=np.float64)
    importance = np.ones(len(targets)) if weights is None else np.asarray(weights, dtype=np.float64)
    names = np.arange(len(targets)) if groups is None else np.asarray([str(group) for group in groups])
    _check_shapes(matrix, targets, importance, names)
    numbers = np.unique(names, return_inverse=True)[1].astype(np.int64)
    if variants is None:
        variants = np.zeros((len(matrix), 0, matrix.shape[1]), dtype=np.float32)
    widths = [block.n_features for block in blocks]
    if blocks and sum(widths) != matrix.shape[1]:
        raise TrainingError(f"Blocks of {widths} features do not make {matrix.shape[1]}; correct them.")
    data = TrainingSet(matrix, targets, importance, numbers, variants, tuple(blocks))
    _check_labels(data)
    return data


def _check_shapes(
    matrix: NDArray[Any], targets: NDArray[Any], importance: NDArray[Any], names: NDArray[Any]
) -> None:
    if matrix.ndim != 2 or not len(matrix) == len(targets) == len(importance) == len(names):
        raise TrainingError(
            f"Features of shape {matrix.shape}, {len(targets)} labels, {len(importance)} weights and "
            f"{len(names)} groups do not fit; give one of each a superpixel."
        )
    broken = np.flatnonzero(~np.isfinite(matrix).all(axis=1))
    if len(broken):
        raise FeatureError(
            f"{len(broken)} superpixels have features that are not finite, first number {broken[0]}; "
            "leave them out."
        )
    if not ((targets >= 0) & (targets <= 1)).all() or not (np.isfinite(importance) & (importance > 0)).all():
        raise TrainingError("Labels are probabilities from 0 to 1 and weights are above 0; correct them.")


def _check_labels(data: TrainingSet) -> None:
    for word, mine in (("positive", data.labels), ("negative", ~data.labels)):
        count, tiles = int(mine.sum()), len(np.unique(data.groups[mine]))
        if count < MIN_PER_CLASS:
            raise TrainingError(
                f"Only {count} {word} superpixels are labelled and {MIN_PER_CLASS} are the least; label more."
            )
        if tiles < 2:
            raise TrainingError(f"All {word} superpixels are of one tile; label {word} ones in another tile.")


def out_of_fold(
    data: TrainingSet, groups: NDArray[np.int64] | None = None, *, seed: int = 0, n_threads: int = 0
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Each superpixel's uncalibrated score by a judge that saw nothing of its group, and its fold. `groups`
    (n,), by default those of `data`, may join several of them."""
    groups = data.groups if groups is None else groups
    scores = np.zeros(len(data.labels))
    numbers = np.zeros(len(data.labels), dtype=np.int64)
    for number, (learn, judge) in enumerate(grouped_folds(data.labels, groups, N_FOLDS, seed)):
        scores[judge] = fit_judge(data[learn], seed=seed, n_threads=n_threads).scores(data.features[judge])
        numbers[judge] = number
    return scores, numbers


def fit_judge(data: TrainingSet, *, seed: int = 0, n_threads: int = 0) -> Judge:
    """A judge learnt from all of `data`. The trees see margins of machines that had not seen the superpixel's
    group: its own machine's margins would be too good to be corrected."""
    data = data.with_variants()
    folds = _inner_folds(data, seed + 1)
    machine = _fit_machine(data, seed)
    unseen = machine.margins(data.features)
    for learn, judge in folds:
        unseen[judge] = _fit_machine(data[learn], seed).margins(data.features[judge])
    kernel = on_log_odds(machine, unseen, data.probabilities, data.weights)
    margins = unseen * np.float32(kernel.slope) + np.float32(kernel.intercept)
    return Judge(_fit_booster(data, margins, folds, seed, n_threads), kernel)


def _fit_machine(data: TrainingSet, seed: int) -> KernelScorer:
    return fit_kernel(data.features, data.probabilities, data.weights, blocks=data.blocks, seed=seed)


def _inner_folds(data: TrainingSet, seed: int) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """None when one class lies in a single group: then nothing of it could be judged unseen."""
    if min(len(np.unique(data.groups[mine])) for mine in (data.labels, ~data.labels)) < 2:
        return []
    return list(grouped_folds(data.labels, data.groups, N_FOLDS, seed))


def _fit_booster(
    data: TrainingSet,
    margins: NDArray[np.float32],
    folds: list[tuple[NDArray[np.int64], NDArray[np.int64]]],
    seed: int,
    n_threads: int,
) -> xgboost.Booster:
    """Trees, as many as help on a fold of groups that they have not seen; a superpixel of probability p
    counts p times as positive, 1 - p as negative."""
    everything = np.arange(len(data.labels))
    parameters = {**PARAMETERS, "seed": seed, "nthread": n_threads}
    n_trees = MAX_TREES
    if folds:
        learn, judge = folds[0]
        matrix = _as_matrix(data, margins, learn, n_threads)
        held_out = _as_matrix(data, margins, judge, n_threads, like=matrix)
        tried = xgboost.train(
            {**parameters, "eval_metric": "logloss"},
            matrix,
            num_boost_round=MAX_TREES,
            evals=[(held_out, "held_out")],
            early_stopping_rounds=PATIENCE,
            verbose_eval=False,
        )
        n_trees = tried.best_iteration + 1
    return xgboost.train(
        parameters, _as_matrix(data, margins, everything, n_threads), num_boost_round=n_trees
    )


def _as_matrix(
    data: TrainingSet,
    margins: NDArray[np.float32],
    chosen: NDArray[np.int64],
    n_threads: int,
    like: xgboost.QuantileDMatrix | None = None,
) -> xgboost.QuantileDMatrix:
    targets, rows, weights = _split_by_probability(data[chosen])
    return xgboost.QuantileDMatrix(
        data.features[chosen][rows],
        targets,
        weight=weights,
        base_margin=margins[chosen][rows],
        max_bin=PARAMETERS["max_bin"],
        nthread=n_threads or None,
        ref=like,
    )


def _split_by_probability(
    data: TrainingSet,
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    n = len(data.probabilities)
    targets = np.concatenate([np.ones(n), np.zeros(n)])
    weights = np.concatenate([data.weights * data.probabilities, data.weights * (1 - data.probabilities)])
    rows = np.concatenate([np.arange(n), np.arange(n)])
    kept = weights > 0
    return targets[kept], rows[kept], weights[kept]
