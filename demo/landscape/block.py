"""One block of the landscape, painted from the ground up."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from demo.landscape.canvas import Canvas
from demo.landscape.decoys import paint_decoys
from demo.landscape.fields import paint_fields
from demo.landscape.ground import (
    paint_forest_floor,
    paint_meadow,
    paint_oxbows,
    paint_river,
    paint_wetland,
)
from demo.landscape.light import develop
from demo.landscape.mining import paint_mines
from demo.landscape.roads import paint_roads
from demo.landscape.scene import Plan
from demo.landscape.trees import colour_crowns, plant_trees
from demo.landscape.village import build_houses, paint_village

MARGIN = 80  # longer than the longest shadow plus a crown; a multiple of the plan's cell
TRUTH_REDUCTION = 4


@dataclass(frozen=True)
class Block:
    """A finished block: picture uint8 (rows, columns, 3), truth uint8 at a quarter of the size."""

    x: int
    y: int
    picture: NDArray[np.uint8]
    truth: NDArray[np.uint8]


def draw_block(plan: Plan, x: int, y: int, width: int, height: int) -> Block:
    """Draw the block whose upper left is (x, y) in the region; blocks join without a seam."""
    canvas = Canvas(plan, x - MARGIN, y - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN)
    for paint in (paint_meadow, paint_wetland, paint_forest_floor, paint_fields, paint_oxbows, paint_river):
        paint(canvas)
    for paint in (paint_village, paint_roads, paint_decoys, paint_mines, build_houses):
        paint(canvas)
    colour_crowns(canvas, plant_trees(canvas))
    picture = develop(canvas, MARGIN)
    inner = canvas.cover[MARGIN:-MARGIN, MARGIN:-MARGIN]
    half = TRUTH_REDUCTION // 2
    return Block(x, y, picture, inner[half::TRUTH_REDUCTION, half::TRUTH_REDUCTION].copy())
