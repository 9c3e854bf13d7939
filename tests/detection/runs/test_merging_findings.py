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
from numpy.typing import NDArray
from pytest_django import Settings

from campaigns.models import Campaign
from detection.models import Detection, DetectionRun, TileResult
from detection.runs.services.merge_findings import merge_findings
from imagery.models import Tile as TileRow
from imagery.models import TileSegmentation
from imagery.services.segment_tile import pack_labels, pack_outlines
from ml.geometry import area_ha, fill_rings, to_degrees
from ml.outlines import superpixel_outlines
from ml.tiles import TILE_SIZE, Tile
from tests.factories import HOME_TILE
from tests.factories_detection import confirm, make_run, make_tile_result

ACROSS = 4
"""Superpixels along each side of a tile: a grid, so that the truth is easily computed."""
SIDE = 3
"""Tiles along each side of the region."""
CELLS = ACROSS * SIDE
Cells = NDArray[np.bool_]


def grid_labels() -> NDArray[np.int32]:
    block = np.arange(TILE_SIZE) * ACROSS // TILE_SIZE
    return (block[:, None] * ACROSS + block[None, :] + 1).astype(np.int32)


LABELS = pack_labels(grid_labels())
OUTLINES = superpixel_outlines(grid_labels())


@pytest.fixture
def run(campaign: Campaign, settings: Settings, tmp_path: Path) -> DetectionRun:
    """A search of three by three tiles, all cut into a grid of four by four superpixels."""
    settings.DATA_ROOT = tmp_path
    (tmp_path / "grid.npz").write_bytes(LABELS)
    (tmp_path / "grid.json").write_bytes(pack_outlines(OUTLINES))
    found = make_run(campaign, threshold=0.5)
    for row in range(SIDE):
        for column in range(SIDE):
            make_tile(found, address(column, row))
    return found


def address(column: int, row: int) -> Tile:
    return Tile(HOME_TILE.z, HOME_TILE.x + column, HOME_TILE.y + row)


def make_tile(run: DetectionRun, place: Tile) -> TileResult:
    tile = TileRow.objects.create(
        source=run.source, source_version=run.source_version, z=place.z, x=place.x, y=place.y,
        quadkey=place.quadkey, state=TileRow.State.READY,
    )  # fmt: skip
    TileSegmentation.objects.create(
        tile=tile, settings_key=run.segmentation_key, n_superpixels=ACROSS**2, labels="grid.npz",
        outlines="grid.json",
    )  # fmt: skip
    return make_tile_result(run, place, state=TileResult.State.PENDING, tile=tile)


def finish(run: DetectionRun, cells: Cells, column: int, row: int, probability: float = 0.9) -> TileResult:
    """The tile is analysed: positive where `cells` say so."""
    part = cells[row * ACROSS : (row + 1) * ACROSS, column * ACROSS : (column + 1) * ACROSS].ravel()
    result = run.tile_results.select_related("tile").get(x=address(column, row).x, y=address(column, row).y)
    result.state = TileResult.State.ANALYSED
    result.n_superpixels, result.n_positive = ACROSS**2, int(part.sum())
    result.probabilities = [probability if positive else 0.1 for positive in part]
    result.save()
    return result


def search(run: DetectionRun, cells: Cells, order: list[tuple[int, int]]) -> None:
    for column, row in order:
        merge_findings(run=run, tiles=positive(finish(run, cells, column, row)))


def positive(*results: TileResult) -> list[TileResult]:
    return [result for result in results if result.n_positive]


def all_tiles() -> list[tuple[int, int]]:
    return [(column, row) for row in range(SIDE) for column in range(SIDE)]


def expected(cells: Cells, least: int) -> list[frozenset[tuple[int, int]]]:
    """Groups of at least `least` positive cells that share edges, by flooding."""
    left = {(int(row), int(column)) for row, column in zip(*np.nonzero(cells), strict=True)}
    groups = []
    while left:
        waiting, group = [left.pop()], set()
        while waiting:
            row, column = waiting.pop()
            group.add((row, column))
            near = {(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)} & left
            left -= near
            waiting.extend(near)
        groups.append(frozenset(group))
    return sorted((group for group in groups if len(group) >= least), key=sorted)


def found(run: DetectionRun) -> list[frozenset[tuple[int, int]]]:
    groups = []
    for finding in run.detections.all():
        group = set()
        for name, numbers in finding.superpixels.items():
            _z, x, y = (int(part) for part in name.split("/"))
            for number in numbers:
                row, column = divmod(number - 1, ACROSS)
                group.add(((y - HOME_TILE.y) * ACROSS + row, (x - HOME_TILE.x) * ACROSS + column))
        groups.append(frozenset(group))
        assert finding.n_superpixels == len(group)
    return sorted(groups, key=sorted)


def union_of(group: frozenset[tuple[int, int]]) -> shapely.Geometry:
    """The area of some cells, computed apart from the code under test's merging."""
    areas = []
    for row, column in group:
        number = (row % ACROSS) * ACROSS + column % ACROSS + 1
        corner = np.array(
            [HOME_TILE.x + column // ACROSS, HOME_TILE.y + row // ACROSS], dtype=np.float64
        ) * TILE_SIZE  # fmt: skip
        areas.append(shapely.transform(fill_rings(OUTLINES[number]), lambda points, c=corner: points + c))
    return to_degrees(shapely.union_all(areas), HOME_TILE.z)


def rows(*lines: str) -> Cells:
    """Cells of the whole region from text, # for positive; missing lines and columns are negative."""
    cells = np.zeros((CELLS, CELLS), dtype=bool)
    for row, line in enumerate(lines):
        for column, sign in enumerate(line):
            cells[row, column] = sign == "#"
    return cells


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
