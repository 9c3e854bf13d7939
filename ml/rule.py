"""The rules that make a tile positive, after the original's "more than two superpixels", and a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MIN_POSITIVE_SUPERPIXELS = 3


def is_tile_positive(
    probabilities: NDArray[np.floating[Any]],
    threshold: float,
    min_positive_superpixels: int = MIN_POSITIVE_SUPERPIXELS,
) -> bool:
    """Whether at least `min_positive_superpixels` of a tile's superpixels reach `threshold`: `probabilities`
    are floats (n,), 0..1."""
    return count_positive(probabilities, threshold) >= min_positive_superpixels


@dataclass(frozen=True)
class FindingRule:
    """What makes superpixels a finding. Those from `threshold` on are positive, and neighbours are one shape.

    Shapes no farther than `cluster_distance_m` metres from each other are one cluster; at 0 each shape is its
    own. All shapes of a cluster of at least `min_superpixels` superpixels are findings; of a smaller cluster,
    those in which a superpixel reaches the stricter `lone_threshold`, if there is one. With `per_tile`, the
    original's rule, a shape is a finding when one of its tiles has `min_superpixels` positive superpixels.
    """

    threshold: float
    min_superpixels: int = MIN_POSITIVE_SUPERPIXELS
    lone_threshold: float | None = None
    cluster_distance_m: float = 0.0
    per_tile: bool = False

    def find(
        self,
        sizes: NDArray[np.integer[Any]],
        best: NDArray[np.floating[Any]],
        cluster_of: NDArray[np.integer[Any]],
        in_positive_tile: NDArray[np.bool_],
    ) -> NDArray[np.bool_]:
        """Which of n shapes are findings, bool (n,). `sizes` counts the superpixels of each, `best` is the
        highest probability, `cluster_of` the number of its cluster from 0, and `in_positive_tile` says
        whether one of its tiles has `min_superpixels` positive ones."""
        if self.per_tile:
            return np.asarray(in_positive_tile, dtype=bool)
        found: NDArray[np.bool_] = np.bincount(cluster_of, weights=sizes)[cluster_of] >= self.min_superpixels
        return found if self.lone_threshold is None else found | (best >= self.lone_threshold)


def positive_numbers(probabilities: Sequence[float | None], threshold: float) -> list[int]:
    """Numbers, from 1, of the superpixels whose probability, 0..1 each, reaches `threshold`; None is that of
    one without data."""
    numbered = enumerate(probabilities, start=1)
    return [number for number, found in numbered if found is not None and found >= threshold]


def count_positive(probabilities: NDArray[np.floating[Any]], threshold: float) -> int:
    """How many probabilities, float (n,) of 0..1, reach `threshold`."""
    return int((probabilities >= threshold).sum())
