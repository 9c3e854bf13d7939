"""Pictures that were deleted as their source's terms ask, read again."""

import hashlib

import numpy as np
from numpy.typing import NDArray

from imagery.errors import ImageryChanged
from imagery.files import read_picture
from imagery.messages import message as _
from imagery.models import Tile
from imagery.readers.registry import open_reader
from imagery.services.prepare_tile import encode_picture, read_and_store
from ml.pictures import open_picture


def read_again(*, tile: Tile) -> Tile:
    """Store the picture of an EXPIRED tile anew, under whichever version of the source it was read. The tile
    is then READY, or FAILED with the reason: the imagery has changed, or cannot be read. For workers."""
    if tile.state == Tile.State.EXPIRED:
        read_and_store(tile)
    return tile


def picture_for_a_moment(tile: Tile) -> NDArray[np.uint8]:
    """The picture of a tile, uint8 RGB (1024, 1024, 3): the stored one, or one that is read from the source
    and not stored. Raises `ImageryChanged` when that is another picture, and what reading raises. Uses no
    database if the tile comes with its source, so it may run in a thread."""
    if tile.state != Tile.State.EXPIRED:
        return read_picture(tile)
    content = encode_picture(open_reader(tile.source).read(tile.address).image)
    if hashlib.sha256(content).hexdigest() != tile.sha256:
        raise ImageryChanged(
            _(
                "The imagery of tile %(tile)s has changed since its picture was deleted, so its superpixels "
                "no longer fit."
            )
            % {"tile": tile}
        )
    return open_picture(content)
