"""What a model's predictions add to the crowd: CROWDLAB, and the model as another voter of the consensus.

Goh, H. W., Tkachenko, U. and Mueller, J. (2022): CROWDLAB: Supervised learning to infer consensus labels and
quality scores for data with multiple annotators.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import numpy as np
import pandas as pd
from cleanlab.multiannotator import get_label_quality_multiannotator

from labeling.consensus import responses
from labeling.consensus.ballots import Ballots
from labeling.consensus.dawid_skene import Floats

SEPARATION = 2.4
"""Distance of the classes' mean log odds in standard deviations: an area under the curve of 0.95."""


def imagine_model(generator: np.random.Generator, truth: Floats, prevalence: float) -> Floats:
    """(n,): calibrated probabilities of a model whose errors are independent of the votes."""
    score = generator.normal(np.where(truth > 0.5, SEPARATION, 0.0))
    ratio = SEPARATION * score - SEPARATION**2 / 2
    return np.asarray(1 / (1 + np.exp(-ratio) * (1 - prevalence) / prevalence))


def ask_crowdlab(ballots: Ballots, model: Floats) -> Floats:
    """(n,): CROWDLAB's verdict, 0 or 1. It uses neither gold nor kinds of no."""
    votes = ballots.votes
    table = np.full((votes.n_items, votes.n_workers), np.nan)
    table[votes.items, votes.workers] = votes.responses == responses.POSITIVE
    found = get_label_quality_multiannotator(
        pd.DataFrame(table), np.column_stack([1 - model, model]), verbose=False, return_annotator_stats=False
    )
    return np.asarray(found["label_quality"]["consensus_label"], dtype=np.float64)


def let_model_vote(ballots: Ballots, model: Floats) -> Floats:
    """(n,): probabilities of our consensus with the model as another voter, whose skill is estimated too."""
    votes, everything = ballots.votes, np.arange(ballots.votes.n_items)
    says = np.where(model > 0.5, responses.POSITIVE, responses.NEGATIVE)
    with_model = replace(
        votes,
        items=np.concatenate([votes.items, everything]),
        workers=np.concatenate([votes.workers, np.full(len(everything), votes.n_workers)]),
        responses=np.concatenate([votes.responses, says]),
        n_workers=votes.n_workers + 1,
    )
    people = [*ballots.contributors, UUID(int=2**64)]
    return replace(ballots, votes=with_model, contributors=people).estimate().probabilities
