"""Estimate everyone's skill from all votes. Loads NumPy: import it inside the function that a worker runs."""

from array import array
from datetime import timedelta

import numpy as np
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from campaigns.models import Campaign
from labeling.consensus.ballots import STRIDE, Ballots
from labeling.consensus.dawid_skene import Estimate, log_ratios
from labeling.consensus.evidence import gather_evidence
from labeling.consensus.gather_ballots import gather_ballots
from labeling.consensus.services.update_consensus import (
    mark_tiles_for_consensus,
    recompute_consensus,
    update_consensus,
)
from labeling.models import Consensus, Crowd, ExclusionEntry, GoldAnswer, LabelTile, Participation, Skill

MOVED = 0.01
"""A probability that moves by less is not written."""
GROWTH = 1.1
"""Factor by which answers must have grown for another estimate."""
LONGEST_WAIT = timedelta(hours=1)
SKILL_FIELDS = [field.name for field in Skill._meta.fields if field.name not in ("id", "participation")]


def estimate_skills(*, campaign: Campaign) -> int:
    """Estimate the crowd, everyone's skill and every superpixel's probability together (Dawid-Skene), and
    judge the tiles whose probabilities moved. Returns the number of superpixels written."""
    counts, before = count_evidence(campaign), Crowd.objects.filter(campaign=campaign).first()
    ballots = gather_ballots(campaign)
    estimate = ballots.estimate()
    _store(campaign, ballots, estimate, counts)
    if before is None or before.rules != _rules(campaign):
        return recompute_consensus(campaign=campaign)
    _mark_moved(campaign, ballots, estimate)
    return update_consensus(campaign=campaign)


def is_estimate_due(campaign: Campaign) -> bool:
    counts, crowd = count_evidence(campaign), Crowd.objects.filter(campaign=campaign).first()
    if crowd is None:
        return any(counts.values())
    known = crowd.n_gold, crowd.n_exclusions, crowd.rules
    if known != (counts["n_gold"], counts["n_exclusions"], _rules(campaign)):
        return True
    has_waited = crowd.n_answers != counts["n_answers"] and crowd.updated_at < timezone.now() - LONGEST_WAIT
    return has_waited or counts["n_answers"] > crowd.n_answers * GROWTH


def _rules(campaign: Campaign) -> list[int]:
    return [*campaign.vote_stages, campaign.positive_votes_to_agree]


def count_evidence(campaign: Campaign) -> dict[str, int]:
    tiles = LabelTile.objects.filter(campaign=campaign).aggregate(n=Sum("n_answers"))
    return {
        "n_answers": tiles["n"] or 0,
        "n_gold": GoldAnswer.objects.filter(label_tile__campaign=campaign).count(),
        "n_exclusions": ExclusionEntry.objects.filter(participation__campaign=campaign).count(),
    }


@transaction.atomic
def _store(campaign: Campaign, ballots: Ballots, estimate: Estimate, counts: dict[str, int]) -> None:
    Crowd.objects.update_or_create(
        campaign=campaign,
        defaults=counts
        | {
            "prevalence": estimate.prevalence,
            "log_ratios": log_ratios(estimate.crowd).round(4).tolist(),
            "n_votes": len(ballots.votes.items),
            "n_iterations": estimate.n_iterations,
            "rules": _rules(campaign),
        },
    )
    evidence = gather_evidence(ballots, estimate)
    joined = Participation.objects.filter(campaign=campaign, contributor__in=evidence)
    skills = [Skill(participation=one, **evidence[one.contributor_id]) for one in joined]
    Skill.objects.bulk_create(
        skills,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["participation"],
        update_fields=SKILL_FIELDS,
    )


def _mark_moved(campaign: Campaign, ballots: Ballots, estimate: Estimate) -> None:
    if campaign.votes_to_agree == 1:
        return  # with one answer per tile there is nothing to weigh
    rows = Consensus.objects.filter(label_tile__campaign=campaign).order_by()
    fields = rows.values_list("label_tile", "superpixel", "probability").iterator(chunk_size=20_000)
    keys, shown = array("q"), array("d")
    for tile, number, probability in fields:
        keys.append(tile * STRIDE + number)
        shown.append(np.nan if probability is None else probability)
    before = ballots.align(np.array(keys, dtype=np.int64), np.array(shown, dtype=np.float64))
    has_moved = ~(np.abs(before - estimate.probabilities) <= MOVED)
    mark_tiles_for_consensus(np.unique(ballots.item_keys[has_moved] // STRIDE).tolist())
