"""Pictures from servers, decoded within limits, with what is transparent told from what is black."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from imagery.errors import BadPicture
from imagery.messages import words_of
from ml.errors import PictureError
from ml.pictures import open_picture
from ml.tiles import TILE_SIZE

MAX_PIXELS = (2 * TILE_SIZE) ** 2


def decode(content: bytes) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """uint8 RGB (rows, columns, 3) and bool (rows, columns), False where a pixel is mostly transparent.

    Raises `BadPicture` for damage and for more than four million pixels, before they are decoded.
    """
    try:
        image = open_picture(content, name="A server's picture", max_pixels=MAX_PIXELS)
    except PictureError as error:
        raise BadPicture(words_of(error)) from error
    return image, _opaque(content, image.shape[:2])


def _opaque(content: bytes, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    if content.startswith(b"\xff\xd8"):
        return np.ones(shape, dtype=np.bool_)  # JPEG has no transparency.
    with Image.open(io.BytesIO(content)) as picture:
        if "A" not in picture.getbands() and "transparency" not in picture.info:
            return np.ones(shape, dtype=np.bool_)
        alpha = np.asarray(picture.convert("RGBA"))[..., 3]
    return alpha >= 128
