"""The figures on each contributor that editors see, from votes and an estimate."""

from __future__ import annotations

from dataclasses import fields
from statistics import median
from typing import Any
from uuid import UUID

import numpy as np

from labeling.consensus.ballots import Ballots
from labeling.consensus.dawid_skene import Estimate, Floats, log_ratios
from labeling.consensus.responses import POSITIVE
from labeling.consensus.skills import agreement_with_others, draw_skills, measure_skills
from labeling.consensus.suspicion import Evidence, share_interval, suspicions_of

MIN_OF_EACH = 3
"""Gold answers of either class needed to measure skill on gold."""
Columns = dict[str, list[Any]]


def gather_evidence(ballots: Ballots, estimate: Estimate) -> dict[UUID, dict[str, Any]]:
    columns = (
        _vote_columns(ballots, estimate)
        | _skill_columns(estimate)
        | _gold_columns(ballots)
        | _time_columns(ballots)
    )
    usual_seconds = _usual_seconds(ballots)
    needed = {field.name for field in fields(Evidence)}
    found = {}
    for contributor, values in zip(ballots.contributors, zip(*columns.values(), strict=True), strict=True):
        row = dict(zip(columns, values, strict=True))
        evidence = Evidence(**{name: row[name] for name in needed})
        row["suspicions"] = suspicions_of(evidence, usual_seconds)
        found[contributor] = {name: row[name] for name in row if name not in ONLY_FOR_SUSPICION}
    return found


ONLY_FOR_SUSPICION = {"expected_positive", "gold_skill_high"}


def _vote_columns(ballots: Ballots, estimate: Estimate) -> Columns:
    votes = ballots.votes
    n_votes = np.bincount(votes.workers, minlength=votes.n_workers)
    n_yes = np.bincount(votes.workers, weights=votes.responses == POSITIVE, minlength=votes.n_workers)
    on_positives = estimate.counts[:, 1].sum(axis=1)
    agreement = agreement_with_others(votes, estimate, POSITIVE)
    return {
        "n_votes": n_votes.tolist(),
        "share_positive": (n_yes / n_votes).tolist(),
        "expected_positive": on_positives.tolist(),
        "agreement": [None if np.isnan(share) else share for share in agreement.tolist()],
    }


def _skill_columns(estimate: Estimate) -> Columns:
    skills = measure_skills(estimate, POSITIVE)
    columns = {name: getattr(skills, name).tolist() for name in vars(skills)}
    return columns | {"log_ratios": log_ratios(estimate.confusion).round(4).tolist()}


def _gold_columns(ballots: Ballots) -> Columns:
    counts = count_gold(ballots)
    total, right = counts.sum(axis=(1, 2)).astype(int), (counts[:, 0, 0] + counts[:, 1, 1]).astype(int)
    intervals = [share_interval(int(k), int(n)) or (None, None) for k, n in zip(right, total, strict=True)]
    return {
        "gold_answers": total.tolist(),
        "gold_right": right.tolist(),
        "gold_low": [low for low, _high in intervals],
        "gold_high": [high for _low, high in intervals],
        "gold_skill_high": [_gold_skill_high(of_one) for of_one in counts],
    }


def count_gold(ballots: Ballots) -> Floats:
    """(n_contributors, 2, 2): votes on gold and answers in the tutorial, by truth and answer; 1 is yes."""
    votes = ballots.votes
    truth = ballots.gold[votes.items]
    on_gold = ~np.isnan(truth)
    counts = np.zeros((votes.n_workers, 2, 2))
    said_yes = votes.responses[on_gold] == POSITIVE
    np.add.at(counts, (votes.workers[on_gold], truth[on_gold].astype(int), said_yes.astype(int)), 1)
    for number, contributor in enumerate(ballots.contributors):
        for is_positive, answered_yes in ballots.tutorial.get(contributor, []):
            counts[number, int(is_positive), int(answered_yes)] += 1
    return counts


def _gold_skill_high(counts: Floats) -> float | None:
    if counts.sum(axis=1).min() < MIN_OF_EACH:
        return None
    (clear, alarm), (miss, hit) = counts + 1
    hits, misses, clears, alarms = np.asarray([[hit], [miss], [clear], [alarm]], dtype=np.float64)
    return float(np.quantile(draw_skills(hits, misses, clears, alarms), 0.975))


def _time_columns(ballots: Ballots) -> Columns:
    seconds = [ballots.seconds.get(contributor) for contributor in ballots.contributors]
    return {
        "n_tiles": [ballots.tiles.get(contributor, 0) for contributor in ballots.contributors],
        "seconds_per_tile": [median(of_one) if of_one else None for of_one in seconds],
    }


def _usual_seconds(ballots: Ballots) -> float | None:
    # The median of medians: one very active contributor does not set the pace.
    medians = [median(seconds) for seconds in ballots.seconds.values()]
    return median(medians) if medians else None
