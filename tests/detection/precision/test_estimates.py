"""The estimators against published and hand-computed examples, and the coverage of their intervals."""

from random import Random

import pytest

from detection.precision.drawing import draw
from detection.precision.estimates import (
    Interval,
    Judged,
    JudgedStratum,
    Z,
    estimated_area,
    stratified_share,
    wilson_interval,
)


def stratum(n_findings: int, area_ha: float, right: int, n: int, size_ha: float = 1.0) -> JudgedStratum:
    judged = [Judged(size_ha, number < right) for number in range(n)]
    return JudgedStratum(n_findings, area_ha, judged)


def test_83_of_100_are_at_least_74_percent() -> None:
    interval = wilson_interval(83, 100)
    assert (interval.lower, interval.value, interval.upper) == pytest.approx((0.7445, 0.83, 0.8911), abs=1e-4)


@pytest.mark.parametrize(("n_right", "lower", "upper"), [(0, 0.0, 0.2775), (10, 0.7225, 1.0)])
def test_wilson_is_no_point_where_all_agree(n_right: int, lower: float, upper: float) -> None:
    interval = wilson_interval(n_right, 10)
    assert (interval.lower, interval.upper) == pytest.approx((lower, upper), abs=1e-4)


def test_the_deforested_area_of_olofsson_and_others_is_found() -> None:
    """Their worked example, tables 8 and 9: 235,086 pixels of deforestation, give or take 68,418."""
    strata = [
        stratum(200_000, 200_000, 66, 75),
        stratum(150_000, 150_000, 0, 75),
        stratum(3_200_000, 3_200_000, 1, 165),
        stratum(6_450_000, 6_450_000, 2, 325),
    ]
    area = estimated_area(strata)
    assert area is not None
    assert area.value == pytest.approx(235_086, abs=1)
    assert area.standard_error is not None
    assert area.standard_error * Z == pytest.approx(68_418, rel=0.001)
    assert area.lower < area.value - 50_000 and area.value + 60_000 < area.upper


def test_the_weighted_share_is_that_computed_by_hand() -> None:
    """Strata of 60 and 40, sampled 10 and 5. 0.6 x 0.9 + 0.4 x 0.4 = 0.70; the variance is
    0.36 x (5/6) x 0.09/9 + 0.16 x (7/8) x 0.24/4 = 0.003 + 0.0084 = 0.0114."""
    share = stratified_share([stratum(60, 60, 9, 10), stratum(40, 200, 2, 5)])
    assert share is not None
    assert share.value == pytest.approx(0.70)
    assert share.standard_error == pytest.approx(0.0114**0.5)


def test_the_area_of_findings_of_unequal_size_is_a_ratio_of_hectares() -> None:
    """40 findings of 100 ha, sampled 1 ha right, 2 ha wrong, 5 ha right: 6 of 8 ha, so 75 ha. Residuals
    0.25, -1.5, 1.25, each over the hectares without it, 7, 6, 3, have squares of 0.2374 together;
    100^2 x (37/40) x 0.2374 x 2/3 = 1463.8."""
    judged = [Judged(1, True), Judged(2, False), Judged(5, True)]
    area = estimated_area([JudgedStratum(40, 100, judged)])
    assert area is not None
    assert area.value == pytest.approx(75)
    assert area.standard_error == pytest.approx(1463.8**0.5, rel=1e-3)
    assert 0 < area.lower < 75 < area.upper <= 100


def test_one_decision_in_a_stratum_gives_no_estimate() -> None:
    strata = [stratum(60, 60, 9, 10), stratum(40, 200, 1, 1)]
    assert stratified_share(strata) is None
    assert estimated_area(strata) is None
    assert estimated_area([]) is None


def test_decisions_that_are_all_alike_leave_an_interval() -> None:
    area = estimated_area([stratum(100, 400, 10, 10)])
    assert area == Interval(400, pytest.approx(400 * 0.7225, abs=0.1), 400, 0.0)


def test_everything_decided_leaves_no_doubt() -> None:
    share = stratified_share([stratum(10, 10, 7, 10)])
    assert share == Interval(0.7, pytest.approx(0.7), pytest.approx(0.7), 0.0)


def test_intervals_hold_the_truth_in_95_of_100_draws() -> None:
    """3,000 findings of very unequal size, of which large ones are right more often."""
    random = Random(1)
    areas = sorted(random.lognormvariate(0, 1) for _ in range(3000))
    right = [random.random() < 0.6 + 0.3 * index / 3000 for index in range(3000)]
    true_share = sum(right) / 3000
    true_area = sum(area for area, is_right in zip(areas, right, strict=True) if is_right)
    hits = {"wilson": 0, "weighted": 0, "area": 0}
    n_draws = 600
    for seed in range(n_draws):
        drawn = draw(areas, 150, seed)
        judged: list[list[Judged]] = [[] for _ in drawn.strata]
        for index, number in drawn.drawn:
            judged[number].append(Judged(areas[index], right[index]))
        strata = [
            JudgedStratum(part.n_findings, part.area_ha, said)
            for part, said in zip(drawn.strata, judged, strict=True)
        ]
        plain = wilson_interval(sum(right[index] for index, _ in drawn.drawn), 150)
        weighted, area = stratified_share(strata), estimated_area(strata)
        assert weighted is not None and area is not None
        hits["wilson"] += plain.lower <= true_share <= plain.upper
        hits["weighted"] += weighted.lower <= true_share <= weighted.upper
        hits["area"] += area.lower <= true_area <= area.upper
    coverage = {name: count / n_draws for name, count in hits.items()}
    assert all(0.92 <= share <= 0.98 for share in coverage.values()), coverage
