"""Findings across the borders of tiles: whatever the order, the same as joining everything at once."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
import shapely
import shapely.geometry
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from campaigns.models import Campaign
from detection.models import Detection, DetectionRun, TileResult
from detection.runs.services.merge_findings import merge_findings
from ml.geometry import area_ha
from tests.detection.runs.grid import (
    CELLS,
    address,
    all_tiles,
    expected,
    finish,
    found,
    make_grid_run,
    positive,
    rows,
    search,
    union_of,
)
from tests.factories_detection import confirm


@pytest.fixture
def run(campaign: Campaign, settings: Settings, tmp_path: Path) -> DetectionRun:
    settings.DATA_ROOT = tmp_path
    return make_grid_run(campaign, tmp_path)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32 - 1), share=st.floats(0.1, 0.7))
def test_any_order_gives_the_groups_of_the_whole_region(run: DetectionRun, seed: int, share: float) -> None:
    random = np.random.default_rng(seed)
    cells = random.random((CELLS, CELLS)) < share
    order = all_tiles()
    Random(seed).shuffle(order)
    repeated = order + order[:4]  # as after killed workers
    run.detections.all().delete()
    run.tile_results.update(state=TileResult.State.PENDING, probabilities=None, n_positive=0)
    search(run, cells, repeated)
    groups = expected(cells, run.min_positive_superpixels)
    assert found(run) == groups
    for group in groups:
        shape = union_of(group)
        twin = max(run.detections.all(), key=lambda finding: _overlap(finding, shape))
        # Stored to 7 decimals of a degree, a centimetre.
        assert shapely.geometry.shape(twin.geometry).symmetric_difference(shape).area < 1e-3 * shape.area
        assert twin.area_ha == pytest.approx(area_ha(shape), rel=1e-6)


def _overlap(finding: Detection, shape: shapely.Geometry) -> float:
    return float(shapely.geometry.shape(finding.geometry).intersection(shape).area)


def test_a_mine_across_a_border_is_one_finding(run: DetectionRun) -> None:
    cells = rows("..####")
    search(run, cells, all_tiles())
    finding = run.detections.get()
    assert finding.superpixels == {str(address(0, 0)): [3, 4], str(address(1, 0)): [1, 2]}
    shape = shapely.geometry.shape(finding.geometry)
    assert shape.geom_type == "MultiPolygon" and len(shape.geoms) == 1 and not shape.geoms[0].interiors


def test_a_shape_grows_into_a_tile_with_a_single_positive_superpixel(run: DetectionRun) -> None:
    search(run, rows(".###", "....#")[:, :] | rows("....#"), all_tiles())
    assert len(run.detections.get().superpixels) == 2


def test_superpixels_that_meet_at_a_corner_only_are_apart(run: DetectionRun) -> None:
    search(run, rows("#", ".#", "..#", "...#", "....#"), all_tiles())
    assert not run.detections.exists()


def test_by_the_original_rule_a_tile_decides(run: DetectionRun) -> None:
    run.rule = DetectionRun.Rule.TILE
    run.save()
    search(run, rows("#.#.", "....", "#...", "", "", "", "..##", "..##"), all_tiles())
    assert found(run) == [
        frozenset({(0, 0)}),
        frozenset({(0, 2)}),
        frozenset({(2, 0)}),
        frozenset({(6, 2), (6, 3), (7, 2), (7, 3)}),
    ]


def test_a_lone_superpixel_needs_the_stricter_threshold(run: DetectionRun) -> None:
    run.lone_threshold = 0.95
    run.save()
    cells = rows("#", "", "", "", "", "", "", "", "....#")
    merge_findings(run=run, tiles=positive(finish(run, cells, 0, 0, probability=0.94)))
    assert not run.detections.exists()
    merge_findings(run=run, tiles=positive(finish(run, cells, 1, 2, probability=0.96)))
    assert found(run) == [frozenset({(8, 4)})]


def test_a_finding_that_has_not_changed_keeps_its_row_and_reviews(run: DetectionRun, editor: User) -> None:
    cells = rows("###")
    search(run, cells, [(0, 0)])
    finding = confirm(run.detections.get(), editor)
    search(run, cells, all_tiles())
    again = run.detections.get()
    assert again.pk == finding.pk and again.review_state == Detection.State.NEEDS_SECOND


def test_a_finding_that_grew_keeps_its_number_and_is_reviewed_anew(run: DetectionRun, editor: User) -> None:
    cells = rows(".######")
    search(run, cells, [(0, 0)])
    finding = confirm(run.detections.get(), editor)
    search(run, cells, [(1, 0)])
    again = run.detections.get()
    assert again.pk == finding.pk and again.n_superpixels == 6
    assert again.review_state == Detection.State.UNREVIEWED
    assert again.reviews.count() == 1 and not again.reviews.filter(superseded_at__isnull=True).exists()


def test_of_two_findings_that_meet_the_history_of_both_is_kept(
    run: DetectionRun, editor: User, second_editor: User
) -> None:
    cells = rows(".########.#", "........###")
    search(run, cells, [(0, 0), (2, 0)])
    left, right = run.detections.order_by("west")
    confirm(left, editor)
    confirm(right, second_editor)
    search(run, cells, [(1, 0)])
    one = run.detections.get()
    assert one.n_superpixels == 12 and one.reviews.count() == 2
    assert one.review_state == Detection.State.UNREVIEWED


def test_capture_dates_are_the_range_over_all_tiles(run: DetectionRun) -> None:
    from datetime import date

    cells = rows("..####")
    for column, day in ((0, date(2018, 4, 1)), (1, date(2018, 6, 9))):
        result = finish(run, cells, column, 0)
        TileResult.objects.filter(pk=result.pk).update(captured_from=day, captured_to=day)
    merge_findings(run=run, tiles=run.tile_results.filter(n_positive__gt=0).select_related("tile"))
    finding = run.detections.get()
    assert (finding.captured_from, finding.captured_to) == (date(2018, 4, 1), date(2018, 6, 9))


def test_hectares_are_those_of_the_exact_outline_and_the_shown_one_is_smooth(run: DetectionRun) -> None:
    search(run, rows("..####", "...###"), all_tiles())
    finding = run.detections.get()
    assert finding.area_ha == pytest.approx(area_ha(shapely.geometry.shape(finding.geometry)), rel=1e-5)
    shown = shapely.geometry.shape(finding.shown)
    assert shown.is_valid and area_ha(shown) == pytest.approx(finding.area_ha, rel=0.01)
    # Its corners are rounded: more points than a simple outline of right angles.
    exact = shapely.simplify(shapely.geometry.shape(finding.geometry), 1e-9)
    assert len(shapely.get_coordinates(shown)) > len(shapely.get_coordinates(exact))


def test_findings_of_the_first_search_have_numbers_while_it_runs(run: DetectionRun) -> None:
    search(run, rows("###"), [(0, 0)])
    assert list(run.detections.values_list("place__number", flat=True)) == [1]


def test_a_joined_place_is_remembered(run: DetectionRun) -> None:
    search(run, rows(".########.#", "........###"), [(0, 0), (2, 0), (1, 0)])
    one = run.detections.get()
    assert one.place is not None
    assert {overlap.place.number for overlap in one.overlaps.all()} | {one.place.number} == {1, 2}
