"""What is cut out of a canvas: copied where the grids are the same, warped where they are not."""

import numpy as np
import pytest

from imagery.errors import SourceUnavailable
from imagery.readers.base import Bounds
from imagery.readers.canvas import Canvas
from tests.factories import HOME_TILE
from tests.imagery.landscape import differences, draw_area

EDGES = Bounds(*HOME_TILE.mercator_bounds)
EXPECTED = draw_area(EDGES, 1024, 1024)
PX = (EDGES.east - EDGES.west) / 1024


def moved(pixels: float) -> Bounds:
    """The tile's edges with a margin of 64 px, moved to the east and south."""
    margin = 64 * PX
    return Bounds(
        EDGES.west - margin + pixels * PX, EDGES.south - margin - pixels * PX,
        EDGES.east + margin + pixels * PX, EDGES.north + margin - pixels * PX,
    )  # fmt: skip


def filled(edges: Bounds, size: int, crs: str = "EPSG:3857") -> Canvas:
    canvas = Canvas(crs, edges, size, size)
    canvas.paste(draw_area(edges, size, size, crs), np.ones((size, size), dtype=np.bool_), 0, 0)
    return canvas


@pytest.mark.parametrize("pixels", [0, 5, -64])
def test_pixels_on_the_same_grid_are_copied(pixels: int) -> None:
    image, valid = filled(moved(pixels), 1152).cut(HOME_TILE)
    np.testing.assert_array_equal(image, EXPECTED)
    assert valid.all()


def test_a_canvas_beside_the_tile_leaves_it_partly_empty() -> None:
    image, valid = filled(moved(1000), 1152).cut(HOME_TILE)
    assert valid[936:, 936:].all()
    assert valid.sum() == 88 * 88
    assert not image[~valid].any()


@pytest.mark.parametrize("size", [1152, 900, 2000])
def test_pixels_on_another_grid_are_interpolated_at_their_place(size: int) -> None:
    image, valid = filled(moved(0.4), size).cut(HOME_TILE)
    assert differences(image, EXPECTED).max() <= 2
    assert valid.all()


def test_what_lies_outside_is_cut() -> None:
    canvas = Canvas("EPSG:3857", EDGES, 10, 10)
    canvas.paste(np.full((6, 6, 3), 9, dtype=np.uint8), np.ones((6, 6), dtype=np.bool_), -3, 7)
    canvas.paste(np.full((6, 6, 3), 9, dtype=np.uint8), np.ones((6, 6), dtype=np.bool_), 30, 0)
    assert canvas.valid.sum() == 9
    assert canvas.valid[:3, 7:].all()


def test_a_projection_without_a_way_to_the_map_is_told_in_words() -> None:
    with pytest.raises(SourceUnavailable, match="Pictures in IAU_2015:30100 cannot be put on the map"):
        Canvas("IAU_2015:30100", Bounds(0, 0, 10, 10), 64, 64).cut(HOME_TILE)
