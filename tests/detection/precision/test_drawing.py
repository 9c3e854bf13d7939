"""Samples: whom they hold, and that they are drawn once."""

import pytest
from django.contrib.auth.models import User

from campaigns.models import Campaign, Job
from detection.models import Detection, DetectionRun, PrecisionSample
from detection.precision.drawing import draw
from detection.precision.errors import NothingToDraw, SearchUnderWay
from detection.precision.services.draw_sample import draw_sample
from tests.factories_detection import make_detection, make_run


@pytest.fixture
def run(campaign: Campaign) -> DetectionRun:
    return make_run(campaign)


def test_strata_are_thirds_by_area_and_drawn_alike() -> None:
    drawn = draw([float(number) for number in range(1, 11)], 7, seed=5)
    assert [part.n_findings for part in drawn.strata] == [3, 3, 4]
    assert [part.area_ha for part in drawn.strata] == [6, 15, 34]
    assert [(part.from_ha, part.to_ha) for part in drawn.strata] == [(1, 3), (4, 6), (7, 10)]
    strata = [number for _, number in drawn.drawn]
    assert [strata.count(number) for number in range(3)] == [2, 2, 3]


def test_every_finding_of_a_stratum_is_drawn_equally_often() -> None:
    counts = [0] * 12
    for seed in range(3000):
        for index, _ in draw([1.0] * 12, 6, seed).drawn:
            counts[index] += 1
    assert all(1350 < count < 1650 for count in counts), counts


@pytest.mark.parametrize(("n", "size"), [(1, 1), (4, 100), (5, 2), (100, 100), (101, 100), (7, 6)])
def test_a_sample_holds_as_many_as_asked_or_all(n: int, size: int) -> None:
    drawn = draw([float(number) for number in range(1, n + 1)], size, seed=1).drawn
    assert len({index for index, _ in drawn}) == len(drawn) == min(n, size)


def test_the_same_seed_draws_the_same_and_the_order_is_random() -> None:
    areas = [float(number) for number in range(1, 61)]
    order = draw(areas, 30, seed=9).drawn
    assert draw(areas, 30, seed=9).drawn == order
    assert draw(areas, 30, seed=10).drawn != order
    assert [number for _, number in order] != sorted(number for _, number in order)


def test_a_sample_is_stored_and_a_later_one_leaves_it_on_record(run: DetectionRun, editor: User) -> None:
    for number in range(9):
        make_detection(run, area_ha=1.0 + number)
    make_detection(run, review_state=Detection.State.MERGED)
    first = draw_sample(run=run, drawn_by=editor, size=6, seed=4)
    before = list(first.findings.values_list("detection", "position"))
    second = draw_sample(run=run, drawn_by=editor, size=100)
    assert (first.number, second.number) == (1, 2)
    assert (first.size, second.size) == (6, 9)
    assert (first.n_findings, first.mapped_ha, first.drawn_by) == (9, 45.0, editor)
    assert list(first.findings.values_list("detection", "position")) == before
    assert not second.findings.filter(detection__review_state=Detection.State.MERGED).exists()


def test_nothing_found_and_a_search_under_way_are_refused(run: DetectionRun, editor: User) -> None:
    with pytest.raises(NothingToDraw):
        draw_sample(run=run, drawn_by=editor)
    make_detection(run)
    run.job = Job.objects.create(campaign=run.campaign, kind=Job.Kind.DETECT, state=Job.State.RUNNING)
    run.save()
    with pytest.raises(SearchUnderWay):
        draw_sample(run=run, drawn_by=editor)
    assert not PrecisionSample.objects.exists()


def test_a_sample_is_outdated_once_the_search_has_other_findings(run: DetectionRun, editor: User) -> None:
    make_detection(run)
    sample = draw_sample(run=run, drawn_by=editor)
    assert not sample.is_outdated()
    make_detection(run)
    assert sample.is_outdated()
