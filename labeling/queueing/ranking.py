"""In which order is asked. Arrays in, an order out, so that a benchmark can judge these very functions.

Uncertainty: Lewis and Gale, "A Sequential Algorithm for Training Text Classifiers", 1994. Diversity: farthest
point first, Sener and Savarese, "Active Learning for Convolutional Neural Networks", 2018. A new item or
another vote, on one scale: Goh and Mueller, "ActiveLab", 2023.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TOP = 3
"""Superpixels of a tile that speak for it: one doubtful edge among thirty clear ones does not."""
MAX_SPREAD = 400
"""So many are chosen one by one, each unlike those before; the rest follow by their worth."""
MIN_APART = 0.1
"""Worth of an item just like a known one, of what it would be worth far from all."""
UNASKED_WORTH = 0.5
"""Of a new item that no model was asked about."""
VOTE_WORTH = 0.8
"""Of another vote, beside a new item of the same doubt: it can only mend what is known in part."""


@dataclass(frozen=True)
class Candidates:
    """Items that may be asked about; every array has n rows."""

    appearances: Floats
    """(n, d): items are alike whose looks are near."""
    uncertainty: Floats
    """The model's, 0..1; NaN where none was asked."""
    doubt: Floats
    """How far the answers there are leave it open, 0..1."""
    n_answers: NDArray[np.int64]


def doubt_of(probabilities: NDArray[np.floating[Any]]) -> Floats:
    """How open each is: 0 for a probability of 0 or 1, 1 for a half."""
    return 1.0 - np.abs(2.0 * np.asarray(probabilities, dtype=np.float64) - 1.0)


def doubt_of_tile(probabilities: NDArray[np.floating[Any]]) -> float:
    """Mean doubt of the `TOP` most doubtful superpixels; 0 without any."""
    if not len(probabilities):
        return 0.0
    return float(np.sort(doubt_of(probabilities))[-TOP:].mean())


def worth_of(candidates: Candidates) -> Floats:
    """What an answer is worth, before it is looked at how alike items are. New items that no model was asked
    about are all worth the same."""
    new = np.where(np.isnan(candidates.uncertainty), UNASKED_WORTH, candidates.uncertainty)
    return np.where(candidates.n_answers > 0, VOTE_WORTH * candidates.doubt, new)


def rank(candidates: Candidates, known: Floats) -> list[int]:
    """Places of all candidates, first to last; `known` (m, d) are the looks of what was answered."""
    worth = worth_of(candidates)
    appearances, known = _standardise(candidates.appearances, known)
    distance = _distance_to_nearest(appearances, known)
    left, order = np.ones(len(appearances), dtype=bool), []
    for _step in range(min(MAX_SPREAD, len(appearances))):
        apart = distance / max(float(distance[left].max()), 1e-12)
        value = np.where(left, worth * (MIN_APART + (1 - MIN_APART) * apart), -1.0)
        best = int(np.argmax(value))
        order.append(best)
        left[best] = False
        distance = np.minimum(distance, np.linalg.norm(appearances - appearances[best], axis=1))
        if not left.any():
            break
    rest = np.flatnonzero(left)
    return [*order, *(int(place) for place in rest[np.argsort(-worth[rest], kind="stable")])]


def interleave(ranked: Sequence[int], random: Sequence[int], share: float) -> list[int]:
    """Both in their own order; of each stretch the part `share` is random, as long as there is any."""
    merged: list[int] = []
    ranked_left, random_left = list(ranked), list(random)
    due = 0.0
    while ranked_left or random_left:
        due += share
        if random_left and (due >= 1 or not ranked_left):
            due -= 1
            merged.append(random_left.pop(0))
        elif ranked_left:
            merged.append(ranked_left.pop(0))
    return merged


def _standardise(appearances: Floats, known: Floats) -> tuple[Floats, Floats]:
    scale = appearances.std(axis=0) if len(appearances) else np.ones(appearances.shape[1])
    scale = np.where(scale > 1e-9, scale, 1.0)
    centre = appearances.mean(axis=0) if len(appearances) else 0.0
    return (appearances - centre) / scale, (known.reshape(-1, appearances.shape[1]) - centre) / scale


def _distance_to_nearest(appearances: Floats, known: Floats) -> Floats:
    """Far from everything while nothing is known: then the distance to the middle decides nothing."""
    distance = np.full(len(appearances), np.inf)
    for row in known:
        distance = np.minimum(distance, np.linalg.norm(appearances - row, axis=1))
    return np.where(np.isinf(distance), 1.0, distance)
