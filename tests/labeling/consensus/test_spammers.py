"""A seeded crowd with a fifth of spammers: the consensus stays right, and they are found."""

import pytest

from benchmarks.crowd import measure
from labeling.consensus.suspicion import Evidence, share_interval, suspicions_of


@pytest.fixture(scope="module")
def report() -> dict[str, float]:
    return measure(volunteers=30, tiles=150, answers=5, spammers=0.2, seed=3)


def test_the_consensus_beats_the_majority(report: dict[str, float]) -> None:
    assert report["consensus_error"] < 0.6 * report["majority_error"]
    assert report["consensus_f1"] > report["majority_f1"] + 0.05


def test_the_consensus_beats_crowdlab(report: dict[str, float]) -> None:
    assert report["consensus_error"] < 0.6 * report["crowdlab_error"]
    assert report["crowdlab_error"] <= report["model_error"]


def test_a_model_with_independent_errors_would_improve_the_consensus(report: dict[str, float]) -> None:
    assert report["consensus_and_model_error"] < report["consensus_error"]


def test_only_spammers_are_suspected(report: dict[str, float]) -> None:
    assert report["spammers"] == 6
    assert report["spammer_recall"] >= 5 / 6
    assert report["falsely_suspected"] == 0


def test_a_crowd_without_spammers_has_no_suspects() -> None:
    assert measure(volunteers=30, tiles=150, spammers=0.0, seed=4)["falsely_suspected"] == 0


GOOD = {
    "n_votes": 600,
    "n_tiles": 20,
    "share_positive": 0.08,
    "expected_positive": 50.0,
    "seconds_per_tile": 8.0,
    "high": 0.9,
    "gold_answers": 30,
    "gold_skill_high": 0.95,
}


@pytest.mark.parametrize(
    ("changes", "suspicions"),
    [
        ({}, []),
        ({"seconds_per_tile": 0.8}, ["fast"]),
        ({"seconds_per_tile": 0.8, "n_tiles": 4}, []),
        ({"seconds_per_tile": 2.4}, ["fast"]),
        ({"seconds_per_tile": None}, []),
        ({"share_positive": 0.99}, ["same"]),
        ({"share_positive": 0.0}, ["same"]),
        ({"share_positive": 0.0, "expected_positive": 5.0}, []),
        ({"high": 0.58}, ["chance"]),
        ({"high": 0.58, "n_votes": 60}, []),
        ({"gold_skill_high": 0.4}, ["gold"]),
        ({"gold_skill_high": 0.4, "gold_answers": 6}, []),
        ({"gold_skill_high": None}, []),
        ({"gold_skill_high": 0.4, "high": 0.3, "share_positive": 1.0}, ["gold", "chance", "same"]),
    ],
)
def test_suspicions_follow_the_evidence(changes: dict[str, float], suspicions: list[str]) -> None:
    assert suspicions_of(Evidence(**(GOOD | changes)), median_seconds=10.0) == suspicions


def test_the_interval_of_a_share_is_wide_for_few_answers() -> None:
    assert share_interval(0, 0) is None
    low, high = share_interval(9, 10) or (0, 0)
    assert (low, high) == (pytest.approx(0.596, abs=0.01), pytest.approx(0.982, abs=0.01))
