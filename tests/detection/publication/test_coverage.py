"""Tiles dissolved into a few polygons cover exactly those tiles."""

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from detection.publication.coverage import dissolve
from ml.tiles import Tile

CELLS = st.sets(st.tuples(st.integers(40, 47), st.integers(20, 27)), min_size=1, max_size=40)


def centre(x: int, y: int, zoom: int = 8) -> shapely.Point:
    west, south, east, north = Tile(zoom, x, y).bounds
    return shapely.Point((west + east) / 2, (south + north) / 2)


@settings(max_examples=40, deadline=None)
@given(CELLS)
def test_the_outline_holds_these_tiles_and_no_others(cells: set[tuple[int, int]]) -> None:
    outline = dissolve(cells, 8)
    assert outline.is_valid
    every = {(x, y) for x in range(40, 48) for y in range(20, 28)}
    assert {cell for cell in every if outline.contains(centre(*cell))} == cells


def test_a_full_block_becomes_one_rectangle() -> None:
    outline = dissolve({(x, y) for x in range(8) for y in range(8)}, 4)
    assert len(outline.geoms) == 1
    assert len(outline.geoms[0].exterior.coords) == 5
    assert outline.bounds == pytest.approx((-180, Tile(4, 0, 7).bounds.south, 0, 85.0511288), abs=1e-6)


def test_a_hole_stays_a_hole() -> None:
    ring = {(x, y) for x in range(3) for y in range(3)} - {(1, 1)}
    outline = dissolve(ring, 6)
    assert len(outline.geoms) == 1
    assert len(outline.geoms[0].interiors) == 1
