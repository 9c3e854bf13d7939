"""The rule that makes a tile positive, after the original's "more than two superpixels"."""

from __future__ import annotations

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


def count_positive(probabilities: NDArray[np.floating[Any]], threshold: float) -> int:
    """How many probabilities, float (n,) of 0..1, reach `threshold`."""
    return int((probabilities >= threshold).sum())
