"""A support vector machine whose margin the trees start from.

On a few hundred labels a smooth kernel generalises better than trees, and trees then correct it where
features meet in steps: Cortes and Vapnik, "Support-Vector Networks", 1995; boosting from a margin is
XGBoost's own `base_margin`. Features come in blocks, such as what describes the whole superpixel and what
describes its parts; each block has a Gaussian of its own, and two superpixels are as alike as the weighted
sum says: Lanckriet et al., "Learning the Kernel Matrix with Semidefinite Programming", 2004, with shares that
the extractor sets. The machine is kept as plain arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.blocks import Block
from ml.calibration import fit_line

COST = 3.0
# Training grows with the square of the number of rows; beyond this many, a seeded sample is enough.
MAX_ROWS = 3000
CHUNK = 1024
"""Rows whose likenesses to all support vectors stay in a core's cache."""


@dataclass(frozen=True)
class KernelScorer:
    """Margins from standardised features: `mean`, `scale` (n_features,), support `vectors` (n, n_features)
    with their `coefficients` (n,), the `widths` of the blocks, the `gammas` of their kernels and what each
    counts, its `shares` (n_blocks,), and the line that turns a distance into a margin."""

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    vectors: NDArray[np.float32]
    coefficients: NDArray[np.float32]
    widths: NDArray[np.int64]
    gammas: NDArray[np.float32]
    shares: NDArray[np.float32]
    bias: float
    slope: float = 1.0
    intercept: float = 0.0

    def margins(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log odds of being positive, float32 (n,), for features (n, n_features)."""
        parts = [self._margins(features[start : start + CHUNK]) for start in range(0, len(features), CHUNK)]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)

    def _margins(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        standard = (features - self.mean) / self.scale
        parts = zip(
            _split(standard, self.widths),
            _split(self.vectors, self.widths),
            self.gammas,
            self.shares,
            strict=True,
        )
        sides = np.full(len(features), self.bias, dtype=np.float32)
        for block, opposite, gamma, share in parts:
            sides += share * (_gaussian(block, opposite, float(gamma)) @ self.coefficients)
        margins: NDArray[np.float32] = (sides * self.slope + self.intercept).astype(np.float32)
        return margins

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All that it is, for an npz file; `KernelScorer.from_arrays` makes it again."""
        return {name: np.asarray(value) for name, value in asdict(self).items()}

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> KernelScorer:
        plain: dict[str, Any] = {
            name: value if value.ndim else float(value) for name, value in arrays.items()
        }
        return cls(**plain)


def fit_kernel(
    features: NDArray[np.float32],
    probabilities: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    blocks: Sequence[Block] = (),
    seed: int = 0,
) -> KernelScorer:
    """A machine for superpixels (n, n_features) with their `probabilities` (n,) of being positive, each of
    which counts by its weight and by how sure it is. `blocks` are the groups of features, by default a
    single one. Its margins are not yet on the scale of log odds."""
    from sklearn.svm import SVC

    chosen = _sample(len(features), seed)
    sample, targets = features[chosen], probabilities[chosen] >= 0.5
    blocks = tuple(blocks) or (Block(features.shape[1]),)
    mean, scale = sample.mean(axis=0), _scales(sample, blocks)
    importance = weights[chosen] * np.maximum(np.abs(2 * probabilities[chosen] - 1), 0.01)
    standard = ((sample - mean) / scale).astype(np.float32)
    widths = _widths(blocks)
    parts = zip(blocks, _split(standard, widths), strict=True)
    gammas = np.array([_gamma(part) / block.smoothness for block, part in parts], dtype=np.float32)
    shares = np.array([block.share for block in blocks], dtype=np.float32)
    # The kernel of all pairs by one matrix product: many times faster than one pair at a time.
    alike = _alike(standard, standard, widths, gammas, shares)
    machine = SVC(C=COST, kernel="precomputed").fit(
        alike, targets, sample_weight=importance / importance.mean()
    )
    return KernelScorer(
        mean=mean.astype(np.float32),
        scale=scale.astype(np.float32),
        vectors=standard[machine.support_],
        coefficients=machine.dual_coef_[0].astype(np.float32),
        widths=widths,
        gammas=gammas,
        shares=shares,
        bias=float(machine.intercept_[0]),
    )


def on_log_odds(
    scorer: KernelScorer,
    unseen: NDArray[np.float32],
    probabilities: NDArray[np.float64],
    weights: NDArray[np.float64],
) -> KernelScorer:
    """The same machine with margins that are log odds, learnt from margins `unseen` (n,) of superpixels
    that machines like it had not seen."""
    slope, intercept = fit_line(unseen, probabilities, weights)
    return KernelScorer(**{**vars(scorer), "slope": slope, "intercept": intercept})


def _scales(sample: NDArray[np.float32], blocks: Sequence[Block]) -> NDArray[np.float32]:
    """What each feature is measured in, (n_features,): its own deviation, or that of its whole block."""
    deviations: NDArray[np.float32] = sample.std(axis=0)
    for block, part in zip(blocks, _split(deviations[np.newaxis], _widths(blocks)), strict=True):
        if block.one_unit:
            part[:] = np.sqrt((part**2).mean())
    deviations[deviations < 1e-6] = 1.0
    return deviations


def _widths(blocks: Sequence[Block]) -> NDArray[np.int64]:
    return np.array([block.n_features for block in blocks], dtype=np.int64)


def _gamma(block: NDArray[np.float32]) -> float:
    return float(1.0 / (block.shape[1] * max(float(block.var()), 1e-6)))


def _split(features: NDArray[np.float32], widths: NDArray[np.int64]) -> list[NDArray[np.float32]]:
    return np.split(features, np.cumsum(widths)[:-1], axis=1)


def _alike(
    one: NDArray[np.float32],
    other: NDArray[np.float32],
    widths: NDArray[np.int64],
    gammas: NDArray[np.float32],
    shares: NDArray[np.float32],
) -> NDArray[np.float32]:
    """How alike each of `one` is to each of `other`, all blocks together, (n, m), 0 to the sum of shares."""
    pairs = zip(_split(one, widths), _split(other, widths), gammas, shares, strict=True)
    total = np.zeros((len(one), len(other)), dtype=np.float32)
    for block, opposite, gamma, share in pairs:
        alike = _gaussian(block, opposite, float(gamma))
        total += alike if share == 1 else share * alike
    return total


def _gaussian(one: NDArray[np.float32], other: NDArray[np.float32], gamma: float) -> NDArray[np.float32]:
    """How alike each of `one` (n, k) is to each of `other` (m, k), (n, m), 0 to 1."""
    # All of the exponent comes from one product of matrices: what is left is done in place, in two passes.
    factor = np.float32(gamma)
    squares, opposite = (one**2).sum(axis=1), (other**2).sum(axis=1)
    left = np.column_stack([one, squares, np.ones_like(squares)])
    right = np.column_stack([2 * factor * other, np.full_like(opposite, -factor), -factor * opposite])
    alike: NDArray[np.float32] = left @ right.T
    np.minimum(alike, 0, out=alike)
    np.exp(alike, out=alike)
    return alike


def _sample(n: int, seed: int) -> NDArray[np.int64]:
    if n <= MAX_ROWS:
        return np.arange(n)
    return np.sort(np.random.default_rng(seed).choice(n, MAX_ROWS, replace=False))
