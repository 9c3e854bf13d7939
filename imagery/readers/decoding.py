"""Pictures from servers and archives, decoded within limits; what is transparent is told from black."""

import numpy as np
from numpy.typing import NDArray

from imagery.errors import BadPicture
from imagery.messages import Words, words_of
from imagery.messages import message as _
from ml.errors import PictureError
from ml.pictures import open_with_mask
from ml.tiles import TILE_SIZE

MAX_PIXELS = (2 * TILE_SIZE) ** 2


def decode(
    content: bytes, name: str = "A server's picture", max_pixels: int = MAX_PIXELS
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """uint8 RGB (rows, columns, 3) and bool (rows, columns), False where a pixel is mostly transparent.

    Raises `BadPicture` for damage and for more than `max_pixels`, before they are decoded. Messages call the
    picture `name`.
    """
    try:
        image, valid = open_with_mask(content, name=name, max_pixels=max_pixels)
    except PictureError as error:
        raise BadPicture(words_of(error)) from error
    return image, np.ones(image.shape[:2], dtype=np.bool_) if valid is None else valid


def require_size(name: Words, found: tuple[int, ...], wanted: tuple[int, int]) -> None:
    """Raises `BadPicture` for other rows and columns than those wanted; `name` is the server's."""
    if found[:2] != wanted:
        raise BadPicture(
            _("%(host)s sends a picture of %(columns)d x %(rows)d px instead of %(wanted)s px.")
            % {
                "host": name,
                "columns": found[1],
                "rows": found[0],
                "wanted": f"{wanted[1]} x {wanted[0]}",
            }
        )
