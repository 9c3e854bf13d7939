"""What probabilities become where positives are rarer, how rare they are, and what to expect there."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.prevalence import (
    MIN_SHARE,
    OutOfFold,
    PrevalenceError,
    correct,
    estimate_by_counts,
    estimate_by_em,
    estimate_share,
    expect,
    is_near,
)

SHARE = st.floats(0.005, 0.995)


def draw_probabilities(
    share: float, n: int, seed: int = 0, learnt: float = 0.25, separation: float = 3.0
) -> tuple[np.ndarray, np.ndarray]:
    """Scores that are normal in each class, so that the probabilities at `learnt` are known exactly."""
    rng = np.random.default_rng(seed)
    labels = np.arange(n) < round(share * n)
    scores = rng.normal(0, 1, n) + labels * separation
    odds = np.exp(separation * scores - separation**2 / 2) * learnt / (1 - learnt)
    return (odds / (1 + odds)).astype(np.float32), labels


def make_record(n: int = 4000, learnt: float = 0.25, seed: int = 9, n_groups: int = 100) -> OutOfFold:
    probabilities, labels = draw_probabilities(learnt, n, seed, learnt)
    groups = np.random.default_rng(seed).integers(0, n_groups, n).astype(np.int32)
    return OutOfFold(probabilities, labels, groups, np.ones(n, dtype=np.float32), learnt)


def make_small_record(alarms: int) -> OutOfFold:
    """Of 100 positives 80 and of 300 negatives `alarms` are at 0.9, the others at 0.1."""
    labels = np.arange(400) < 100
    high = (np.arange(400) < 80) | ((np.arange(400) >= 100) & (np.arange(400) < 100 + alarms))
    probabilities = np.where(high, 0.9, 0.1).astype(np.float32)
    return OutOfFold(probabilities, labels, np.arange(400, dtype=np.int32), np.ones(400, np.float32), 0.25)


def test_rarer_positives_lower_the_odds_by_one_factor() -> None:
    assert correct(np.array([0.5]), 0.5, 0.1) == pytest.approx([0.1])
    assert correct(np.array([0.9]), 0.25, 0.01) == pytest.approx([9 / 33 / (1 + 9 / 33)])


@given(SHARE, SHARE, st.lists(st.floats(0.001, 0.999), min_size=2, max_size=9))
def test_correcting_keeps_the_order_and_can_be_taken_back(
    learnt: float, share: float, numbers: list[float]
) -> None:
    given_ones = np.sort(np.array(numbers))
    found = correct(given_ones, learnt, share)
    assert (np.diff(found) >= 0).all() and ((found > 0) & (found < 1)).all()
    assert correct(found, share, learnt) == pytest.approx(given_ones, rel=1e-3, abs=1e-4)


@given(SHARE)
def test_the_learnt_share_changes_nothing(share: float) -> None:
    assert correct(np.array([0.02, 0.7]), share, share) == pytest.approx([0.02, 0.7])


def test_corrected_probabilities_mean_what_they_say() -> None:
    probabilities, labels = draw_probabilities(0.02, 100_000)
    corrected = correct(probabilities, 0.25, 0.02)
    for low, high in ((0.0, 0.05), (0.2, 0.5), (0.5, 1.0)):
        mine = (corrected >= low) & (corrected < high)
        assert corrected[mine].mean() == pytest.approx(labels[mine].mean(), abs=0.04)


@pytest.mark.parametrize("share", [0, 1, -0.1, 1.5, float("nan")])
def test_what_is_no_share_is_refused(share: float) -> None:
    for learnt, there in ((share, 0.1), (0.1, share)):
        with pytest.raises(PrevalenceError, match="above 0 and below 1"):
            correct(np.array([0.5]), learnt, there)


@pytest.mark.parametrize("share", [0.4, 0.25, 0.1, 0.03, 0.005])
def test_both_estimates_find_the_share_of_a_region(share: float) -> None:
    probabilities, _ = draw_probabilities(share, 20_000, seed=3)
    found = estimate_share(probabilities, make_record(20_000))
    assert found.by_em == pytest.approx(share, rel=0.15, abs=0.002)
    assert found.by_counts == pytest.approx(share, rel=0.2, abs=0.004)
    assert found.low <= share <= found.high
    assert found.agree and found.n == 20_000


def test_the_order_of_superpixels_does_not_matter_to_the_estimates() -> None:
    probabilities, _ = draw_probabilities(0.05, 3000, seed=4)
    record = make_record()
    one, other = estimate_share(probabilities, record), estimate_share(probabilities[::-1], record)
    assert one.by_counts == other.by_counts
    assert one.by_em == pytest.approx(other.by_em, rel=1e-4)


def test_a_share_near_the_learnt_one_is_left_alone() -> None:
    probabilities, _ = draw_probabilities(0.22, 5000)
    found = estimate_share(probabilities, make_record())
    assert found.near_learnt and found.share == 0.25 != found.by_counts
    assert is_near(0.2, 0.25) and not is_near(0.1, 0.25)


def test_a_rare_kind_of_ground_is_corrected_for() -> None:
    found = estimate_share(draw_probabilities(0.02, 5000)[0], make_record())
    assert not found.near_learnt and found.share == found.by_counts


def test_estimates_disagree_where_the_ground_itself_is_other() -> None:
    """Of superpixels that tell nothing, none is counted, and expectations stay where they began."""
    found = estimate_share(np.full(2000, 0.25, dtype=np.float32), make_record())
    assert found.by_em == pytest.approx(0.25) and found.by_counts == MIN_SHARE
    assert not found.agree


def test_tiles_that_are_alike_inside_widen_the_interval() -> None:
    probabilities, labels = draw_probabilities(0.1, 3000)
    together = np.argsort(labels, kind="stable") // 30
    record = make_record()
    alone, by_tile = (estimate_share(probabilities, record, groups=groups) for groups in (None, together))
    assert by_tile.high - by_tile.low > 1.2 * (alone.high - alone.low)
    assert by_tile.by_counts == alone.by_counts


def test_a_region_without_superpixels_has_no_share() -> None:
    with pytest.raises(PrevalenceError, match="analyse tiles"):
        estimate_share(np.zeros(0), make_record())
    with pytest.raises(PrevalenceError, match="analyse tiles"):
        estimate_by_em(np.zeros(0), 0.2)


def test_nothing_found_is_the_least_share_there_is() -> None:
    assert estimate_by_counts(np.zeros(50), make_small_record(0)) == MIN_SHARE


def test_a_threshold_that_tells_nothing_cannot_be_counted_at() -> None:
    with pytest.raises(PrevalenceError, match="choose another"):
        estimate_by_counts(np.full(9, 0.5), make_small_record(0), threshold=0.05)


def test_expected_figures_follow_from_the_rates() -> None:
    """80 % of the positives and 6 of 300 negatives are taken, to which half a one is added."""
    found = expect(make_small_record(6), float(correct(np.array(0.5), 0.25, 0.1)), 0.1, per_tile=30)
    alarms = 6.5 / 300
    assert found.recall.value == pytest.approx(0.8)
    assert found.false_per_1000_tiles.value == pytest.approx(30_000 * 0.9 * alarms)
    assert found.precision.value == pytest.approx(0.1 * 0.8 / (0.1 * 0.8 + 0.9 * alarms))


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 9), st.sampled_from([0.2, 0.1, 0.01, 0.001]))
def test_intervals_hold_the_figure(alarms: int, share: float) -> None:
    found = expect(make_small_record(alarms), float(correct(np.array(0.5), 0.25, share)), share)
    for figure in (found.precision, found.recall, found.false_per_1000_tiles):
        assert 0 <= figure.low <= figure.value <= figure.high
    assert found.precision.high <= 1 and found.recall.high <= 1


def test_rarer_positives_are_found_less_purely_and_as_completely() -> None:
    record = make_small_record(3)
    common, rare = (expect(record, float(correct(np.array(0.5), 0.25, s)), s) for s in (0.1, 0.01))
    assert rare.precision.value < common.precision.value
    assert rare.recall.value == common.recall.value


def test_no_false_alarm_seen_is_no_promise_of_none() -> None:
    """Three in the number of negatives is the most that having seen none allows."""
    _, alarms = make_small_record(0).draw_rates(0.5, n_draws=20_000)
    assert np.quantile(alarms, 0.95) == pytest.approx(3 / 300, rel=0.05)
    assert expect(make_small_record(0), 0.5, 0.25).false_per_1000_tiles.low > 0


def test_groups_that_are_alike_inside_widen_the_interval() -> None:
    record = make_small_record(6)
    together = OutOfFold(**{**vars(record), "groups": (np.arange(400) // 10).astype(np.int32)})
    spreads = [np.std(one.draw_rates(0.5)[1]) for one in (record, together)]
    assert spreads[1] > 1.3 * spreads[0]


def test_weights_count_as_so_many_superpixels() -> None:
    record = make_small_record(6)
    heavy = OutOfFold(**{**vars(record), "weights": np.where(record.labels, 1, 2).astype(np.float32)})
    assert heavy.share == pytest.approx(100 / 700)
    assert heavy.rates(0.5) == record.rates(0.5)


def test_a_record_comes_back_from_its_arrays() -> None:
    record = make_small_record(2)
    again = OutOfFold.from_arrays(record.arrays())
    assert again.learnt_share == 0.25 and again.rates(0.5) == record.rates(0.5)
    assert again.probabilities.dtype == np.float32 and again.labels.dtype == np.bool_


def test_a_record_that_does_not_fit_together_is_refused() -> None:
    arrays = make_small_record(2).arrays()
    for broken in (
        {**arrays, "labels": arrays["labels"][:-1]},
        {**arrays, "labels": np.ones(400, dtype=bool)},
        {**arrays, "learnt_share": np.array(1.0)},
    ):
        with pytest.raises(PrevalenceError):
            OutOfFold.from_arrays(broken)
