"""A landscape drawn by code: the imagery of the demo and its known truth."""

from demo.landscape.patch import draw_patch
from demo.landscape.region import (
    DRAWING_VERSION,
    DemoRegion,
    LandscapeError,
    draw_region,
    load_region,
    truth_for_superpixels,
)
from demo.landscape.scene import Cover

__all__ = [
    "DRAWING_VERSION",
    "Cover",
    "DemoRegion",
    "LandscapeError",
    "draw_patch",
    "draw_region",
    "load_region",
    "truth_for_superpixels",
]
