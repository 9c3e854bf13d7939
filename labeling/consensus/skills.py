"""Each contributor's skill and its credible interval, from an estimate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labeling.consensus.dawid_skene import TINY, Estimate, Floats, Votes, log_ratios

N_DRAWS = 1000
BELIEF = 2.0
"""Pseudo-votes per row, distributed as the average worker responds; few, so that the interval is wide where
votes are few."""


@dataclass(frozen=True)
class SkillArrays:
    """One entry per worker, all 0..1. `value` is the mean of sensitivity and specificity: 0.5 is chance."""

    sensitivity: Floats
    specificity: Floats
    value: Floats
    low: Floats
    high: Floats


def measure_skills(estimate: Estimate, positive: int = 0) -> SkillArrays:
    """Each worker's skill and its 95 % credible interval, from Beta distributions over the expected votes.
    Doubt about the items' truth is not included, so the interval is a little too narrow where votes are
    few."""
    is_yes = np.arange(estimate.counts.shape[2]) == positive
    counts = estimate.counts + BELIEF * estimate.crowd
    hits, misses = counts[:, 1, is_yes].sum(axis=1), counts[:, 1, ~is_yes].sum(axis=1)
    clears, alarms = counts[:, 0, ~is_yes].sum(axis=1), counts[:, 0, is_yes].sum(axis=1)
    sensitivity, specificity = hits / (hits + misses), clears / (clears + alarms)
    low, high = np.quantile(draw_skills(hits, misses, clears, alarms), [0.025, 0.975], axis=0)
    return SkillArrays(sensitivity, specificity, (sensitivity + specificity) / 2, low, high)


def draw_skills(hits: Floats, misses: Floats, clears: Floats, alarms: Floats, seed: int = 0) -> Floats:
    """(N_DRAWS, n): samples of the mean of sensitivity and specificity, for (n,) counts."""
    generator, shape = np.random.default_rng(seed), (N_DRAWS, len(hits))
    sensitivity = generator.beta(hits + TINY, misses + TINY, shape)
    return np.asarray((sensitivity + generator.beta(clears + TINY, alarms + TINY, shape)) / 2)


def agreement_with_others(votes: Votes, estimate: Estimate, positive: int = 0) -> Floats:
    """(n_workers,): the share of each worker's votes that agree with the other votes on the same items; NaN
    where there are none."""
    ratios = log_ratios(estimate.confusion).ravel()[votes.workers * votes.n_responses + votes.responses]
    total = np.bincount(votes.items, weights=ratios, minlength=votes.n_items)
    is_shared = np.bincount(votes.items, minlength=votes.n_items)[votes.items] > 1
    prior = np.log(estimate.prevalence / (1 - estimate.prevalence))
    others_say_yes = prior + total[votes.items] - ratios > 0
    agrees = (others_say_yes == (votes.responses == positive)) & is_shared
    n_shared = np.bincount(votes.workers, weights=is_shared, minlength=votes.n_workers)
    n_agrees = np.bincount(votes.workers, weights=agrees, minlength=votes.n_workers)
    return np.where(n_shared > 0, n_agrees / np.maximum(n_shared, 1), np.nan)
