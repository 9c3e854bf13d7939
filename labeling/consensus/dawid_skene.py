"""Estimate the voters' error rates and the true classes together, from votes and gold.

Dawid, A. P. and Skene, A. M. (1979): Maximum likelihood estimation of observer error-rates using the EM
algorithm. Applied Statistics 28, 20-28. Here with two classes, more kinds of response than classes, priors,
and gold held fixed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
TINY = 1e-10


@dataclass(frozen=True)
class Votes:
    """Parallel arrays with one entry per vote; items, workers and responses are numbered from 0."""

    items: Ints
    workers: Ints
    responses: Ints
    n_items: int
    n_workers: int
    n_responses: int


@dataclass(frozen=True)
class Priors:
    """Prior beliefs, in pseudo-votes."""

    responses: Floats
    """(2, n_responses): probability of each response to negative (row 0) and positive items; rows sum to
    1."""
    crowd_strength: float = 20.0
    worker_strength: float = 5.0
    """Pseudo-votes in each row of a worker, distributed as the average worker responds."""
    prevalence: float = 0.1
    prevalence_strength: float = 20.0

    @classmethod
    def none(cls, n_responses: int) -> Priors:
        return cls(np.full((2, n_responses), 1 / n_responses), 0.0, 0.0, 0.5, 0.0)


@dataclass(frozen=True)
class Estimate:
    probabilities: Floats
    """(n_items,): probability that each item is positive; the prevalence for one without votes."""
    prevalence: float
    crowd: Floats
    """(2, n_responses): probability of each response by the average worker."""
    confusion: Floats
    """(n_workers, 2, n_responses): the same for each worker."""
    counts: Floats
    """(n_workers, 2, n_responses): expected votes on negative and positive items."""
    n_iterations: int


def majority(votes: Votes, positive: int = 0) -> Floats:
    """(n_items,): the share of responses that are `positive`; 0.5 without votes."""
    yes = np.bincount(votes.items, weights=votes.responses == positive, minlength=votes.n_items)
    total = np.bincount(votes.items, minlength=votes.n_items)
    return np.where(total > 0, yes / np.maximum(total, 1), 0.5)


def dawid_skene(
    votes: Votes,
    priors: Priors,
    *,
    gold: Floats | None = None,
    positive: int = 0,
    max_iterations: int = 100,
    tolerance: float = 1e-5,
) -> Estimate:
    """Expectation-maximisation, starting from the majority's shares. `gold` (n_items,) is 0 or 1 where the
    truth is known and NaN elsewhere; `positive` is the response that means yes. Stops when no probability
    moves by more than `tolerance`."""
    probabilities = _clamp(majority(votes, positive), gold)
    n_iterations = 0
    while n_iterations < max_iterations:
        n_iterations += 1
        prevalence, crowd, confusion, counts = _maximise(votes, probabilities, priors, gold)
        previous, probabilities = probabilities, _clamp(_expect(votes, prevalence, confusion), gold)
        if np.abs(probabilities - previous).max(initial=0.0) <= tolerance:
            break
    return Estimate(probabilities, prevalence, crowd, confusion, counts, n_iterations)


def log_ratios(confusion: Floats) -> Floats:
    """(..., n_responses) from (..., 2, n_responses): how much each response speaks for a positive."""
    logs: Floats = np.log(np.maximum(confusion, TINY))
    return logs[..., 1, :] - logs[..., 0, :]


def _maximise(
    votes: Votes, probabilities: Floats, priors: Priors, gold: Floats | None
) -> tuple[float, Floats, Floats, Floats]:
    counts = _expected_counts(votes, probabilities)
    crowd_counts = counts.sum(axis=0) + priors.crowd_strength * priors.responses
    crowd = crowd_counts / np.maximum(crowd_counts.sum(axis=1, keepdims=True), TINY)
    own = counts + priors.worker_strength * crowd
    confusion = own / np.maximum(own.sum(axis=2, keepdims=True), TINY)
    # Gold is chosen, not drawn at random: the prevalence is estimated from the other items, if any.
    drawn = probabilities if gold is None or not np.isnan(gold).any() else probabilities[np.isnan(gold)]
    strength = priors.prevalence_strength
    prevalence = (drawn.sum() + strength * priors.prevalence) / max(len(drawn) + strength, TINY)
    return float(np.clip(prevalence, TINY, 1 - TINY)), crowd, confusion, counts


def _expected_counts(votes: Votes, probabilities: Floats) -> Floats:
    cells = votes.workers * votes.n_responses + votes.responses
    size = votes.n_workers * votes.n_responses
    on_positive = np.bincount(cells, weights=probabilities[votes.items], minlength=size)
    on_negative = np.bincount(cells, minlength=size) - on_positive
    shape = (votes.n_workers, votes.n_responses)
    return np.stack([on_negative.reshape(shape), on_positive.reshape(shape)], axis=1)


def _expect(votes: Votes, prevalence: float, confusion: Floats) -> Floats:
    ratios = log_ratios(confusion).ravel()
    cells = votes.workers * votes.n_responses + votes.responses
    evidence = np.bincount(votes.items, weights=ratios[cells], minlength=votes.n_items)
    odds = np.clip(np.log(prevalence / (1 - prevalence)) + evidence, -60, 60)
    return np.asarray(1 / (1 + np.exp(-odds)))


def _clamp(probabilities: Floats, gold: Floats | None) -> Floats:
    return probabilities if gold is None else np.where(np.isnan(gold), probabilities, gold)
