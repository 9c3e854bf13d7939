"""A tile's picture from a canvas, when enough of it is there."""

import numpy as np

from imagery.errors import NoImagery
from imagery.messages import message as _
from imagery.readers.base import CaptureDates, TilePicture, require_imagery
from imagery.readers.canvas import Canvas
from ml.tiles import Tile

MAX_MISSING_SHARE = 0.5


def tile_picture(canvas: Canvas, tile: Tile, dates: CaptureDates) -> TilePicture:
    """Raises `NoImagery` when more than half of the tile is missing or all of it has one colour."""
    image, valid = canvas.cut(tile)
    missing = float(1 - valid.mean())
    if missing > MAX_MISSING_SHARE:
        raise NoImagery(
            _("The source has no imagery for %(share).0f%% of tile %(tile)s.")
            % {"share": 100 * missing, "tile": tile}
        )
    require_imagery(image[valid][np.newaxis], tile)
    return TilePicture(image, dates.first, dates.last, missing, None if valid.all() else valid)
