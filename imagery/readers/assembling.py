"""What all readers do with the pixels that they have read: is there imagery, and enough of it?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from imagery.emptiness import MAX_MISSING_SHARE, Mask, missing_share
from imagery.errors import NoImagery
from imagery.messages import message as _
from imagery.readers.base import CaptureDates, TilePicture
from imagery.readers.fingerprints import Part
from ml.pictures import is_blank
from ml.tiles import Tile

Picture = NDArray[np.uint8]


def tile_picture(
    image: Picture, valid: Mask, tile: Tile, dates: CaptureDates, parts: Sequence[Part] = ()
) -> TilePicture:
    """A tile of `image`, uint8 RGB (1024, 1024, 3), black where `valid`, bool (1024, 1024), is False. Partly
    covered tiles are taken: a drone's picture may be smaller than a tile.

    Raises `NoImagery` when no pixel is valid, or all of them have one colour.
    """
    if is_blank(image if valid.all() else image[valid]):  # picking out a million pixels takes a while
        words = _("Tile %(tile)s has one colour throughout: the source has no imagery there.")
        raise NoImagery(words % {"tile": tile}, parts)
    missing = missing_share(valid)
    return TilePicture(image, dates.first, dates.last, missing, valid if missing else None, tuple(parts))


def server_picture(
    image: Picture, valid: Mask, tile: Tile, dates: CaptureDates, parts: Sequence[Part] = ()
) -> TilePicture:
    """As `tile_picture`. Raises `NoImagery` also when more than half is missing: at the edge of what a server
    has there is little to see and much filling."""
    require_most(tile, missing_share(valid), parts)
    return tile_picture(image, valid, tile, dates, parts)


def require_most(tile: Tile, missing: float, parts: Sequence[Part] = ()) -> None:
    """Raises `NoImagery` when more than half of a tile is missing."""
    if missing > MAX_MISSING_SHARE:
        words = _("The source has no imagery for %(share).0f%% of tile %(tile)s.")
        raise NoImagery(words % {"share": 100 * missing, "tile": tile}, parts)
