"""The counts of the benchmark of the queue's order."""

import numpy as np
import pytest

from benchmarks.active_learning import bounds_of_ratio, labels_needed, summarise

EARLY = [0.5, 0.96, 1.0, 1.0]
LATE = [0.5, 0.6, 0.7, 0.96]


def test_labels_are_counted_until_95_percent_of_the_f1_is_reached() -> None:
    curves = {"queue": np.array([EARLY, EARLY]), "random": np.array([LATE, LATE])}
    assert labels_needed(curves, np.ones(2)) == (180, 270)


def test_a_curve_that_never_reaches_it_needs_all_labels() -> None:
    curves = {"queue": np.array([[0.1, 0.2, 0.3]]), "random": np.array([[0.1, 0.2, 0.3]])}
    assert labels_needed(curves, np.ones(1)) == (225, 225)


def test_different_seeds_widen_the_bounds_of_the_ratio() -> None:
    same = {"queue": np.array([EARLY] * 4), "random": np.array([LATE] * 4)}
    assert bounds_of_ratio(same, np.ones(4)) == pytest.approx((180 / 270, 180 / 270))
    mixed = {"queue": np.array([EARLY, LATE] * 2), "random": np.array([LATE] * 4)}
    low, high = bounds_of_ratio(mixed, np.ones(4))
    assert low < high == 1.0


def test_the_report_compares_the_sides_step_by_step() -> None:
    found = summarise({"queue": np.array([EARLY]), "random": np.array([LATE])}, np.ones(1))
    assert (found["ratio"], found["n_seeds"]) == (180 / 270, 1)
    assert found["area_ratio"] == pytest.approx(np.mean(EARLY) / np.mean(LATE))
    assert found["curve"][1] == {"labels": 180, "f1_queue": 0.96, "f1_random": 0.6}
