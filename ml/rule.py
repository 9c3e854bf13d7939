"""The rule that makes a tile positive, after the original's "more than two superpixels"."""

from __future__ import annotations

from collections.abc import Sequence
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


def is_finding(
    probabilities: NDArray[np.floating[Any]],
    *,
    min_superpixels: int = MIN_POSITIVE_SUPERPIXELS,
    lone_threshold: float | None = None,
) -> bool:
    """Whether a shape of neighbouring positive superpixels is a finding: at least `min_superpixels` of them,
    or fewer of which one reaches `lone_threshold`. `probabilities` are theirs, floats (n,) of 0..1."""
    if len(probabilities) >= min_superpixels:
        return True
    return lone_threshold is not None and bool((probabilities >= lone_threshold).any())


def positive_numbers(probabilities: Sequence[float | None], threshold: float) -> list[int]:
    """Numbers, from 1, of the superpixels whose probability, 0..1 each, reaches `threshold`; None is that of
    one without data."""
    numbered = enumerate(probabilities, start=1)
    return [number for number, found in numbered if found is not None and found >= threshold]


def count_positive(probabilities: NDArray[np.floating[Any]], threshold: float) -> int:
    """How many probabilities, float (n,) of 0..1, reach `threshold`."""
    return int((probabilities >= threshold).sum())
