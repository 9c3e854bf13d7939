"""The order of the queue: arrays in, an order out, so that a benchmark can run the same functions.

Uncertainty: Lewis and Gale, "A Sequential Algorithm for Training Text Classifiers", 1994. Diversity: farthest
point first, Sener and Savarese, "Active Learning for Convolutional Neural Networks", 2018. New items and
further votes on one scale: Goh and Mueller, "ActiveLab", 2023.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TOP = 3
"""Superpixels that a tile's doubt is averaged over, so that one doubtful edge does not decide."""
MAX_DIVERSE = 400
"""Items chosen one by one for diversity; the rest follow by worth."""
MIN_DISTANCE_FACTOR = 0.1
"""Factor on the worth of an item that looks exactly like a known one."""
UNRATED_WORTH = 0.5
"""Worth of a new item that no model has rated."""
VOTE_WORTH = 0.8
"""Factor on the worth of a further vote, compared with a new item of the same doubt."""


@dataclass(frozen=True)
class Candidates:
    """Items that may be served; every array has n rows."""

    appearances: Floats
    """(n, d): items that are near each other look alike."""
    uncertainty: Floats
    """The model's doubt, 0..1; NaN without a rating."""
    doubt: Floats
    """Doubt that the answers leave, 0..1."""
    n_answers: NDArray[np.int64]
    novelty: Floats | None = None
    """Share of superpixels unlike the labelled ground, 0..1; None counts as 0."""


def doubt_of(probabilities: NDArray[np.floating[Any]]) -> Floats:
    """0 for a probability of 0 or 1, 1 for 0.5."""
    return 1.0 - np.abs(2.0 * np.asarray(probabilities, dtype=np.float64) - 1.0)


def doubt_of_tile(probabilities: NDArray[np.floating[Any]]) -> float:
    """Mean doubt of the `TOP` most doubtful superpixels; 0 without any."""
    if not len(probabilities):
        return 0.0
    return float(np.sort(doubt_of(probabilities))[-TOP:].mean())


def worth_of(candidates: Candidates) -> Floats:
    """(n,): the value of an answer, before diversity is considered. New items that no model has rated are all
    worth the same."""
    new = np.where(np.isnan(candidates.uncertainty), UNRATED_WORTH, candidates.uncertainty)
    if candidates.novelty is not None:
        new = np.maximum(new, candidates.novelty)  # on unknown ground the model's certainty means little
    return np.where(candidates.n_answers > 0, VOTE_WORTH * candidates.doubt, new)


def rank(candidates: Candidates, known: Floats) -> list[int]:
    """Indices of all candidates, first to last. `known` (m, d) are the appearances of answered items."""
    worth = worth_of(candidates)
    appearances, known = _standardise(candidates.appearances, known)
    distance = _distance_to_nearest(appearances, known)
    left, order = np.ones(len(appearances), dtype=bool), []
    for _step in range(min(MAX_DIVERSE, len(appearances))):
        relative = distance / max(float(distance[left].max()), 1e-12)
        value = np.where(left, worth * (MIN_DISTANCE_FACTOR + (1 - MIN_DISTANCE_FACTOR) * relative), -1.0)
        best = int(np.argmax(value))
        order.append(best)
        left[best] = False
        distance = np.minimum(distance, np.linalg.norm(appearances - appearances[best], axis=1))
        if not left.any():
            break
    rest = np.flatnonzero(left)
    return [*order, *(int(index) for index in rest[np.argsort(-worth[rest], kind="stable")])]


def interleave(ranked: Sequence[int], random: Sequence[int], share: float) -> list[int]:
    """Merge both in their own order; the share `share` of every stretch is random while there are any
    left."""
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
    distance = np.full(len(appearances), np.inf)
    for row in known:
        distance = np.minimum(distance, np.linalg.norm(appearances - row, axis=1))
    return np.where(np.isinf(distance), 1.0, distance)
