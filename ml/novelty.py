"""Novelty: how far a superpixel is from everything a model was trained on.

The distance is that of the model's own kernels: differences of standardised features, weighted by block. A
distance to the nearest neighbour, as in Ramaswamy, Rastogi and Shim, "Efficient Algorithms for Mining
Outliers from Large Data Sets", 2000, becomes a rank among the same distances of the training superpixels,
each measured to those of other land.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.svm import KernelScorer

N_LANDMARKS = 128
"""Training superpixels to compare with. All of them would take as long as judging; ranks hardly change."""
N_RANKS = 101
NOVEL_FROM = 0.95
"""A superpixel of at least this novelty counts as novel; on ground like that learnt from, one in 20 does."""
CHUNK = 4096
FAR = np.float32(1e4)
"""Differences in one feature are cut off here, so that squares stay finite."""


@dataclass(frozen=True)
class SeenGround:
    """A summary of a model's training superpixels. `mean` and `unit` float32 (n_features,) scale features so
    that squared differences add up to a squared distance; `landmarks` float16 (n_landmarks, n_features) are
    some of the superpixels, scaled; `ranks` float32 (N_RANKS,) are evenly spaced quantiles, rising, of the
    distances of all training superpixels to the nearest landmark of another group."""

    mean: NDArray[np.float32]
    unit: NDArray[np.float32]
    landmarks: NDArray[np.float16]
    ranks: NDArray[np.float32]

    def distances(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Distance to the nearest landmark, float32 (n,), for features (n, n_features)."""
        landmarks = self.landmarks.astype(np.float32)
        parts = [
            _squares(_place(features[start : start + CHUNK], self.mean, self.unit), landmarks).min(axis=1)
            for start in range(0, len(features), CHUNK)
        ]
        return np.sqrt(np.concatenate(parts)) if parts else np.zeros(0, dtype=np.float32)

    def novelty(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """The share of training superpixels with a smaller distance, float32 (n,), 0 to 1, for features
        (n, n_features): evenly spread on ground like that of the labels, close to 1 on other ground."""
        even = np.linspace(0, 1, len(self.ranks))
        return np.interp(self.distances(features), self.ranks, even).astype(np.float32)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All that it is, for an npz file; `SeenGround(**arrays)` makes it again."""
        return {name: np.asarray(value) for name, value in asdict(self).items()}


def count_novel(novelty: NDArray[np.floating[Any]]) -> int:
    """How many superpixels, with `novelty` (n,) of 0 to 1, count as novel."""
    return int((novelty >= NOVEL_FROM).sum())


def novel_share(novelty: NDArray[np.floating[Any]]) -> float:
    """Their share, 0 to 1; 0 without any."""
    return count_novel(novelty) / len(novelty) if len(novelty) else 0.0


def describe_seen(
    kernel: KernelScorer, features: NDArray[np.float32], groups: NDArray[np.int64], *, seed: int = 0
) -> SeenGround:
    """Summarise training superpixels: `features` (n, n_features) and their `groups` (n,), at least two blocks
    of land or tiles. `kernel` was trained on them."""
    mean, unit = kernel.mean, _unit(kernel)
    points = _place(features, mean, unit)
    chosen = _one_of_each(groups, N_LANDMARKS, seed)
    landmarks = points[chosen].astype(np.float16)
    squares = _squares(points, landmarks.astype(np.float32))
    squares[groups[:, np.newaxis] == groups[chosen]] = np.inf
    nearest = np.sqrt(squares.min(axis=1))
    ranks = np.quantile(nearest[np.isfinite(nearest)], np.linspace(0, 1, N_RANKS))
    return SeenGround(mean, unit, landmarks, ranks.astype(np.float32))


def _place(
    features: NDArray[np.float32], mean: NDArray[np.float32], unit: NDArray[np.float32]
) -> NDArray[np.float32]:
    placed: NDArray[np.float32] = ((features - mean) * unit).astype(np.float32)
    return np.clip(placed, -FAR, FAR, out=placed)


def _unit(kernel: KernelScorer) -> NDArray[np.float32]:
    """The scale of each feature at which a squared distance is the exponent of the blocks' Gaussians."""
    weights = np.repeat(kernel.gammas * kernel.shares, kernel.widths)
    unit: NDArray[np.float32] = (np.sqrt(weights) / kernel.scale).astype(np.float32)
    return unit


def _one_of_each(groups: NDArray[np.int64], count: int, seed: int) -> NDArray[np.int64]:
    """Up to `count` random rows, one of each group before a second of any."""
    order = np.random.default_rng(seed).permutation(len(groups))
    by_group = np.argsort(groups[order], kind="stable")
    _, firsts, sizes = np.unique(groups[order][by_group], return_index=True, return_counts=True)
    turns = np.empty(len(groups), dtype=np.int64)
    turns[by_group] = np.arange(len(groups)) - np.repeat(firsts, sizes)
    return order[np.argsort(turns, kind="stable")[:count]]


def _squares(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    """Squared distances, float32 (n, m), of each of `one` (n, k) from each of `other` (m, k)."""
    lengths = np.einsum("ij,ij->i", one, one)[:, np.newaxis] + np.einsum("ij,ij->i", other, other)
    squares: NDArray[np.float32] = np.maximum(lengths - 2 * one @ other.T, 0)
    return squares
