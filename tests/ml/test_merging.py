"""Superpixels joined across tiles, against the same joined all at once."""

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from scipy.ndimage import label

from ml.geometry import area_ha
from ml.merging import MergedShape, ShapeMerger
from ml.tiles import Tile

ZOOM = 16
CORNER = Tile(ZOOM, 37422, 21986)
CELL = 128
"""Superpixels are squares of this many pixels, so that each tile has 8 x 8."""
A_SIDE = 1024 // CELL


def make_labels() -> NDArray[np.int32]:
    cells = np.arange(1, A_SIDE**2 + 1, dtype=np.int32).reshape(A_SIDE, A_SIDE)
    return cells.repeat(CELL, axis=0).repeat(CELL, axis=1)


LABELS = make_labels()


def merge(cells: NDArray[np.bool_], missing: frozenset[tuple[int, int]] = frozenset()) -> list[MergedShape]:
    """Shapes of a plane of cells, cut into tiles from `CORNER`; probabilities tell the cells apart."""
    rows, columns = (side // A_SIDE for side in cells.shape)
    tiles = [
        Tile(ZOOM, CORNER.x + column, CORNER.y + row) for row in range(rows) for column in range(columns)
    ]
    merger, found = ShapeMerger(ZOOM), []
    for tile in sorted(tiles, key=lambda tile: tile.quadkey):
        row, column = tile.y - CORNER.y, tile.x - CORNER.x
        mine = cells[row * A_SIDE : (row + 1) * A_SIDE, column * A_SIDE : (column + 1) * A_SIDE].ravel()
        probabilities = np.where(mine, 0.75, 0.25).astype(np.float32)
        if (row, column) in missing:
            found += merger.skip(tile)
        else:
            found += merger.add(tile, LABELS, probabilities, (np.flatnonzero(mine) + 1).tolist())
    found += merger.finish()
    assert not (merger._shapes or merger._shape_of or merger._borders or merger._awaited)
    return found


def components(cells: NDArray[np.bool_]) -> list[int]:
    numbers, _ = label(cells)
    return sorted(np.bincount(numbers[numbers > 0]).tolist()[1:])


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("share", [0.3, 0.55, 0.8])
def test_shapes_are_the_components_of_the_whole_plane(seed: int, share: float) -> None:
    cells = np.random.default_rng(seed).random((3 * A_SIDE, 4 * A_SIDE)) < share
    found = merge(cells)
    assert sorted(len(shape.probabilities) for shape in found) == components(cells)
    assert all(shape.geometry.is_valid and not shape.geometry.is_empty for shape in found)
    areas = shapely.area(np.array([shape.geometry for shape in found], dtype=object))
    assert shapely.union_all([shape.geometry for shape in found]).area == pytest.approx(areas.sum(), rel=1e-9)


def test_a_shape_over_four_tiles_is_one_polygon_without_seams() -> None:
    cells = np.zeros((2 * A_SIDE, 2 * A_SIDE), dtype=bool)
    cells[6:10, 6:10] = True
    (shape,) = merge(cells)
    (polygon,) = shape.geometry.geoms
    assert not polygon.interiors
    assert len(shape.probabilities) == 16 and set(shape.probabilities) == {0.75}
    west, south, east, north = CORNER.bounds
    assert area_ha(shape.geometry) == pytest.approx(
        area_ha(shapely.box(west, south, east, north)) / 4, rel=1e-3
    )


def test_corners_alone_do_not_make_neighbours() -> None:
    cells = np.zeros((2 * A_SIDE, 2 * A_SIDE), dtype=bool)
    cells[7, 7] = cells[8, 8] = True
    assert [len(shape.probabilities) for shape in merge(cells)] == [1, 1]


def test_a_ring_around_a_tile_has_a_hole() -> None:
    cells = np.ones((3 * A_SIDE, 3 * A_SIDE), dtype=bool)
    (shape,) = merge(cells, missing=frozenset({(1, 1)}))
    (polygon,) = shape.geometry.geoms
    assert len(polygon.interiors) == 1
    assert shapely.is_ccw(polygon.exterior) and not shapely.is_ccw(polygon.interiors[0])


def test_a_shape_is_given_out_as_soon_as_no_tile_to_come_can_touch_it() -> None:
    merger = ShapeMerger(ZOOM)
    probabilities = np.full(A_SIDE**2, 0.9, dtype=np.float32)
    inner, eastern = 1 + A_SIDE + 1, A_SIDE
    first = Tile(ZOOM, 37422, 21986)
    assert len(merger.add(first, LABELS, probabilities, [inner])) == 1
    assert not merger.add(Tile(ZOOM, 37424, 21986), LABELS, probabilities, [eastern])
    assert len(merger.skip(Tile(ZOOM, 37425, 21986))) == 1


def test_what_waits_for_a_tile_that_never_comes_is_given_out_when_its_turn_has_passed() -> None:
    merger = ShapeMerger(ZOOM)
    probabilities = np.full(A_SIDE**2, 0.9, dtype=np.float32)
    assert not merger.add(CORNER, LABELS, probabilities, [A_SIDE + A_SIDE])
    far = Tile(ZOOM, CORNER.x + 100, CORNER.y + 100)
    assert [len(shape.probabilities) for shape in merger.skip(far)] == [1]


def test_a_shape_in_one_positive_tile_says_so() -> None:
    merger = ShapeMerger(ZOOM)
    probabilities = np.full(A_SIDE**2, 0.9, dtype=np.float32)
    east = Tile(ZOOM, CORNER.x + 1, CORNER.y)
    merger.add(CORNER, LABELS, probabilities, [A_SIDE + A_SIDE], in_positive_tile=False)
    (shape,) = merger.add(east, LABELS, probabilities, [A_SIDE + 1], in_positive_tile=True)
    assert len(shape.probabilities) == 2 and shape.in_positive_tile
