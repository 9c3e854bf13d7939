"""How far a superpixel lies from all that a model has learnt from.

The measure is that of the model's own kernels: differences of standardised features, weighted as the kernels
weight them. What counts as far is read off the learnt superpixels themselves, each compared with those of
other land: a nearest neighbour's distance as in Lee and Shin or Ramaswamy et al., "Efficient Algorithms for
Mining Outliers from Large Data Sets", 2000, turned into a rank.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.svm import KernelScorer

N_LANDMARKS = 160
"""Of the learnt superpixels, spread over all of them: comparing with each would take as long as judging."""
N_RANKS = 101
NOVEL_FROM = 0.95
"""A superpixel of at least this novelty counts as novel; on ground like that learnt from, one in 20 does."""
MAX_ROWS = 3000
CHUNK = 4096


@dataclass(frozen=True)
class SeenGround:
    """What a model has learnt from, in a form small enough to lie beside it: `mean` and `unit` float32
    (n_features,) turn features into numbers whose squared differences add up to a distance, `landmarks`
    float16 (n_landmarks, n_features) are learnt superpixels in such numbers, and `ranks` float32 (N_RANKS,)
    are evenly spaced quantiles of the distances of learnt superpixels from the landmarks of other groups,
    rising."""

    mean: NDArray[np.float32]
    unit: NDArray[np.float32]
    landmarks: NDArray[np.float16]
    ranks: NDArray[np.float32]

    def distances(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Distance from the nearest landmark, float32 (n,), for features (n, n_features)."""
        landmarks = self.landmarks.astype(np.float32)
        parts = [
            _squares((features[start : start + CHUNK] - self.mean) * self.unit, landmarks).min(axis=1)
            for start in range(0, len(features), CHUNK)
        ]
        return np.sqrt(np.concatenate(parts)) if parts else np.zeros(0, dtype=np.float32)

    def novelty(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """The share of learnt superpixels that lie nearer to those of other groups than each of these does,
        float32 (n,), 0 to 1: evenly spread on ground like that learnt from, close to 1 on other ground."""
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
    """What was learnt from: features (n, n_features) of superpixels in `groups` (n,), blocks of land or
    tiles, of which there are at least two. `kernel` says how features are measured."""
    rng = np.random.default_rng(seed)
    rows = np.sort(rng.permutation(len(features))[:MAX_ROWS])
    mean, unit = kernel.mean, _unit(kernel)
    points, groups = ((features[rows] - mean) * unit).astype(np.float32), groups[rows]
    chosen = _spread(points, N_LANDMARKS, int(rng.integers(len(rows))))
    landmarks = points[chosen].astype(np.float16)
    squares = _squares(points, landmarks.astype(np.float32))
    squares[groups[:, np.newaxis] == groups[chosen]] = np.inf
    nearest = np.sqrt(squares.min(axis=1))
    ranks = np.quantile(nearest[np.isfinite(nearest)], np.linspace(0, 1, N_RANKS))
    return SeenGround(mean, unit, landmarks, ranks.astype(np.float32))


def _unit(kernel: KernelScorer) -> NDArray[np.float32]:
    """Per feature: the logarithm of a product of the blocks' Gaussians is then the squared distance."""
    shares = np.asarray(getattr(kernel, "shares", np.ones(len(kernel.widths))), dtype=np.float32)
    weights = np.repeat(kernel.gammas * shares, kernel.widths)
    unit: NDArray[np.float32] = (np.sqrt(weights) / kernel.scale).astype(np.float32)
    return unit


def _spread(points: NDArray[np.float32], count: int, first: int) -> NDArray[np.int64]:
    """Rows spread over all points (n, k): each next is the farthest from those before. Gonzalez, "Clustering
    to Minimize the Maximum Intercluster Distance", 1985."""
    chosen = [first]
    nearest = _squares(points, points[first : first + 1])[:, 0]
    while len(chosen) < min(count, len(points)):
        farthest = int(nearest.argmax())
        chosen.append(farthest)
        nearest = np.minimum(nearest, _squares(points, points[farthest : farthest + 1])[:, 0])
    return np.array(chosen)


def _squares(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    """Squared distances, float32 (n, m), of each of `one` (n, k) from each of `other` (m, k)."""
    lengths = np.einsum("ij,ij->i", one, one)[:, np.newaxis] + np.einsum("ij,ij->i", other, other)
    squares: NDArray[np.float32] = np.maximum(lengths - 2 * one @ other.T, 0)
    return squares
