"""Which part of a picture holds imagery, and which superpixels have enough of it to be looked at."""

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

MAX_MISSING_SHARE = 0.5
"""A tile of which more than this is missing has no imagery."""
MIN_VALID_SHARE = 0.5
"""A superpixel with fewer valid pixels than this has no data: most of what a volunteer would see and of what
the features would describe is filling."""
BLACK = 3
"""Brightest value of black filling: JPEG leaves noise of up to three levels on it."""
BLACK_PX = 32
"""Side of the blocks that are tested for filling; a shadow as large as a block is seldom that black, and a
superpixel is made of about thirty of them."""


def find_valid(image: NDArray[np.uint8], valid: Mask | None) -> Mask | None:
    """The pixels with imagery, bool (1024, 1024), or None when all have. To what the reader says, this adds
    black filling that no mask declares: files without a nodata value, and collars in a server's pictures.

    `image` is uint8 (1024, 1024, 3), `valid` a mask of its rows and columns, or None for all of them.
    """
    side = len(image) // BLACK_PX
    blocks = image.reshape(side, BLACK_PX, side, BLACK_PX * 3).max(axis=(1, 3)) <= BLACK
    if blocks.any():
        filling = blocks.repeat(BLACK_PX, axis=0).repeat(BLACK_PX, axis=1)
        valid = ~filling if valid is None else valid & ~filling
    return None if valid is None or valid.all() else valid


def missing_share(valid: Mask | None) -> float:
    return 0.0 if valid is None else float(1 - valid.mean())


def superpixels_without_data(labels: NDArray[np.int32], valid: Mask | None) -> list[int]:
    """Numbers of the superpixels that have no data, ascending.

    `labels` are int32 (1024, 1024) from 1, `valid` is a mask of the same shape, or None for all pixels.
    """
    if valid is None:
        return []
    sizes = np.bincount(labels.ravel())
    seen = np.bincount(labels.ravel(), weights=valid.ravel())
    empty = seen < MIN_VALID_SHARE * sizes
    return [int(number) for number in np.flatnonzero(empty) if number > 0]
