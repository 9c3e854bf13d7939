"""Thresholds where positives are as common as in the labels, and where they are rarer."""

import numpy as np
import pytest

from ml.prevalence import OutOfFold, PrevalenceError, correct, expect
from ml.thresholds import MIN_RECALL, Thresholds, choose_thresholds, choose_thresholds_at
from tests.ml.test_prevalence import draw_probabilities, make_record

LEARNT = 0.25


def thresholds_at(record: OutOfFold, share: float) -> Thresholds:
    return choose_thresholds_at(record, share, choose_thresholds(record.probabilities, record.labels))


def rates_elsewhere(threshold: float, share: float) -> tuple[float, float]:
    """Precision and recall of corrected probabilities on fresh ground where `share` is positive."""
    probabilities, labels = draw_probabilities(share, 400_000, seed=77)
    taken = correct(probabilities, LEARNT, share) >= threshold
    return float(labels[taken].mean()), float(taken[labels].mean())


def test_half_of_the_best_f1_is_close_to_the_best_threshold() -> None:
    record = make_record(8000)
    fresh, labels = draw_probabilities(LEARNT, 200_000, seed=5)

    def f1(threshold: float) -> float:
        taken = fresh >= threshold
        return float(2 * (taken & labels).sum() / (taken.sum() + labels.sum()))

    chosen = f1(choose_thresholds(record.probabilities, record.labels).balanced)
    assert chosen > max(f1(threshold) for threshold in np.linspace(0.05, 0.95, 91)) - 0.003


def test_one_stray_superpixel_hardly_moves_balanced() -> None:
    record = make_record(400)
    before = choose_thresholds(record.probabilities, record.labels).balanced
    for row in range(0, 400, 7):
        labels = record.labels.copy()
        labels[row] = not labels[row]
        assert choose_thresholds(record.probabilities, labels).balanced == pytest.approx(before, abs=0.01)


@pytest.mark.parametrize("share", [0.2, 0.1, 0.03])
def test_precise_holds_its_precision_where_positives_are_rarer(share: float) -> None:
    found = thresholds_at(make_record(8000), share)
    precision, recall = rates_elsewhere(found.precise, share)
    assert found.precision_reached
    assert precision > 0.9
    assert recall > MIN_RECALL - 0.05


@pytest.mark.parametrize("share", [0.1, 0.03])
def test_a_threshold_of_the_learnt_share_would_not_hold_it(share: float) -> None:
    record = make_record(8000)
    learnt = choose_thresholds(record.probabilities, record.labels).precise
    there = float(correct(np.array(learnt), LEARNT, share))
    assert (
        rates_elsewhere(there, share)[0]
        < rates_elsewhere(thresholds_at(record, share).precise, share)[0] - 0.03
    )


def test_no_false_alarm_among_the_rows_is_not_taken_for_none_at_all() -> None:
    """Classes that the rows part cleanly, by probabilities that are not sure."""
    labels = np.arange(400) < 100
    probabilities = np.where(labels, np.linspace(0.999, 0.8, 400), 0.05).astype(np.float32)
    record = OutOfFold(
        probabilities, labels, np.arange(400, dtype=np.int32), np.ones(400, np.float32), LEARNT
    )
    everywhere = choose_thresholds(probabilities, labels).precise
    rare = thresholds_at(record, 0.01)
    assert rare.precise > correct(np.array(everywhere), LEARNT, 0.01)
    assert expect(record, rare.precise, 0.01).recall.value >= MIN_RECALL


def test_a_precision_out_of_reach_is_owned_up_to_and_still_finds_some() -> None:
    record = make_record(400)
    found = thresholds_at(record, 0.0001)
    assert not found.precision_reached
    expected = expect(record, found.precise, 0.0001)
    assert expected.recall.value >= MIN_RECALL
    assert expected.precision.value < 0.95


def test_the_learnt_share_gives_the_learnt_thresholds() -> None:
    record = make_record(2000)
    plain = choose_thresholds(record.probabilities, record.labels)
    there = thresholds_at(record, LEARNT)
    assert (there.balanced, there.precise) == pytest.approx((plain.balanced, plain.precise), rel=1e-6)


def test_near_the_learnt_share_the_same_superpixels_are_positive() -> None:
    record = make_record(2000)
    plain = choose_thresholds(record.probabilities, record.labels)
    there = thresholds_at(record, 0.2)
    corrected = correct(record.probabilities, LEARNT, 0.2)
    assert np.array_equal(corrected >= there.balanced, record.probabilities >= plain.balanced)


def test_rarer_positives_ask_for_surer_answers() -> None:
    record = make_record(4000)
    chosen = [
        float(correct(np.array(thresholds_at(record, share).precise), share, LEARNT))
        for share in (0.25, 0.1, 0.05, 0.02, 0.01)
    ]
    assert chosen == sorted(chosen)


def test_what_is_no_share_is_refused() -> None:
    with pytest.raises(PrevalenceError):
        thresholds_at(make_record(400), 1.0)


def test_precise_is_never_below_balanced() -> None:
    """With classes far apart a precision of 95 % is reached long before the best F1."""
    probabilities, labels = draw_probabilities(LEARNT, 4000, separation=5.0)
    groups = np.arange(4000, dtype=np.int32)
    record = OutOfFold(probabilities, labels, groups, np.ones(4000, dtype=np.float32), LEARNT)
    for found in (choose_thresholds(probabilities, labels), thresholds_at(record, 0.2)):
        assert found.precision_reached
        assert found.precise == found.balanced
