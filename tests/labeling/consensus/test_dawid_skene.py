"""Known answers, invariances, and an independent implementation."""

import numpy as np
import pandas
import pytest
from crowdkit.aggregation import DawidSkene, MajorityVote
from numpy.typing import NDArray

from labeling.consensus.dawid_skene import Priors, Votes, dawid_skene, log_ratios, majority

SENSITIVITY = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.9])
FALSE_ALARMS = np.array([0.02, 0.1, 0.05, 0.2, 0.5, 0.1])
YES, NO, GLANCE = 0, 1, 2

# crowd-kit calls pandas as an earlier version wanted it.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:crowdkit")


def simulate(n_items: int = 3000, seed: int = 1, prevalence: float = 0.3) -> tuple[Votes, NDArray[np.bool_]]:
    """Everyone votes on every item; the fifth only guesses."""
    generator = np.random.default_rng(seed)
    truth = generator.random(n_items) < prevalence
    items = np.repeat(np.arange(n_items), len(SENSITIVITY))
    workers = np.tile(np.arange(len(SENSITIVITY)), n_items)
    yes = generator.random(len(items)) < np.where(truth[items], SENSITIVITY[workers], FALSE_ALARMS[workers])
    return Votes(items, workers, np.where(yes, YES, NO), n_items, len(SENSITIVITY), 2), truth


def frame_of(votes: Votes) -> pandas.DataFrame:
    return pandas.DataFrame({"task": votes.items, "worker": votes.workers, "label": votes.responses})


def test_it_agrees_with_crowd_kit() -> None:
    votes, _truth = simulate(800)
    ours = dawid_skene(votes, Priors.none(2), max_iterations=500, tolerance=1e-9)
    theirs = DawidSkene(n_iter=500, tol=1e-9).fit(frame_of(votes))
    probabilities = theirs.probas_.reindex(range(800))[YES].to_numpy()
    assert np.abs(ours.probabilities - probabilities).max() < 1e-3
    confusion = theirs.errors_[YES].xs(YES, level="label").sort_index().to_numpy()
    assert np.abs(ours.confusion[:, 1, YES] - confusion).max() < 1e-3


def test_the_majority_equals_crowd_kits() -> None:
    votes, _truth = simulate(300)
    theirs = MajorityVote().fit(frame_of(votes)).probas_
    assert np.allclose(majority(votes), theirs.reindex(range(300))[YES].to_numpy())


def test_error_rates_of_all_workers_are_recovered() -> None:
    votes, _truth = simulate()
    estimate = dawid_skene(votes, Priors.none(2))
    assert np.abs(estimate.confusion[:, 1, YES] - SENSITIVITY).max() < 0.05
    assert np.abs(estimate.confusion[:, 0, YES] - FALSE_ALARMS).max() < 0.03
    assert estimate.prevalence == pytest.approx(0.3, abs=0.02)


def test_the_estimate_is_right_more_often_than_the_majority() -> None:
    votes, truth = simulate()
    estimate = dawid_skene(votes, Priors.none(2))
    assert ((estimate.probabilities > 0.5) != truth).mean() < 0.6 * ((majority(votes) > 0.5) != truth).mean()


def test_probabilities_are_calibrated() -> None:
    votes, truth = simulate(20_000)
    probabilities = dawid_skene(votes, Priors.none(2)).probabilities
    doubtful = (probabilities > 0.3) & (probabilities < 0.7)
    assert doubtful.sum() > 200
    assert truth[doubtful].mean() == pytest.approx(probabilities[doubtful].mean(), abs=0.06)


def test_gold_is_fixed_and_reveals_who_errs() -> None:
    """All make the same errors: only gold can reveal them."""
    items, workers = np.repeat(np.arange(200), 3), np.tile(np.arange(3), 200)
    truth = np.arange(200) % 2 == 0
    answers = np.where(truth[items] ^ (workers > 0), YES, NO)
    votes = Votes(items, workers, answers, 200, 3, 2)
    gold = np.where(np.arange(200) < 60, truth.astype(float), np.nan)
    estimate = dawid_skene(votes, Priors.none(2), gold=gold)
    assert np.array_equal(estimate.probabilities[:60], truth[:60].astype(float))
    assert np.array_equal(estimate.probabilities > 0.5, truth)
    assert estimate.confusion[1, 1, YES] < 0.1


def test_the_order_of_votes_does_not_matter() -> None:
    votes, _truth = simulate(200)
    order = np.random.default_rng(5).permutation(len(votes.items))
    shuffled = Votes(
        votes.items[order], votes.workers[order], votes.responses[order], 200, votes.n_workers, 2
    )
    first, second = (dawid_skene(one, Priors.none(2)).probabilities for one in (votes, shuffled))
    assert np.allclose(first, second)


def test_a_worker_with_few_votes_is_taken_for_average() -> None:
    votes, _truth = simulate(500)
    one_more = Votes(
        np.append(votes.items, 0),
        np.append(votes.workers, len(SENSITIVITY)),
        np.append(votes.responses, YES),
        500,
        len(SENSITIVITY) + 1,
        2,
    )
    estimate = dawid_skene(one_more, Priors(np.array([[0.1, 0.9], [0.8, 0.2]])))
    assert np.abs(estimate.confusion[-1] - estimate.crowd).max() < 0.15
    assert np.allclose(estimate.confusion.sum(axis=2), 1)


def test_a_kind_of_no_that_is_often_wrong_weighs_less() -> None:
    """Half of the answers follow a glance and miss half of the positives."""
    generator = np.random.default_rng(3)
    truth = generator.random(4000) < 0.2
    items, workers = np.repeat(np.arange(4000), 4), np.tile(np.arange(4), 4000)
    glance = generator.random(len(items)) < 0.5
    sees = np.where(glance, 0.45, 0.95)
    yes = generator.random(len(items)) < np.where(truth[items], sees, 0.03)
    kinds = np.where(yes, YES, np.where(glance, GLANCE, NO))
    votes = Votes(items, workers, kinds, 4000, 4, 3)
    gold = np.where(generator.random(4000) < 0.1, truth.astype(float), np.nan)
    estimate = dawid_skene(votes, Priors(np.array([[0.04, 0.48, 0.48], [0.7, 0.15, 0.15]])), gold=gold)
    ratios = log_ratios(estimate.crowd)
    assert ratios[NO] == pytest.approx(np.log(0.05 / 0.97), abs=0.4)
    assert ratios[GLANCE] == pytest.approx(np.log(0.55 / 0.97), abs=0.15)


def test_without_votes_the_estimate_is_the_prior() -> None:
    empty = np.zeros(0, dtype=np.int64)
    estimate = dawid_skene(Votes(empty, empty, empty, 0, 0, 2), Priors(np.full((2, 2), 0.5), prevalence=0.2))
    assert estimate.prevalence == pytest.approx(0.2)
    assert estimate.probabilities.shape == (0,)
