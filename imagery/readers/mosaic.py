"""Several pictures of one tile put together. Imports rasterio, so only worker processes may import it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from rio_tiler.errors import EmptyMosaicError
from rio_tiler.models import ImageData
from rio_tiler.mosaic import mosaic_reader

from imagery.errors import ImageryError, NoImagery

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Asset = TypeVar("Asset")


class Mosaic(NamedTuple):
    """uint8 RGB (1024, 1024, 3), black where nothing is valid; the mask, bool (1024, 1024); and the positions
    of the pictures that were read."""

    image: Image
    valid: Mask
    used: list[int]


class _Skipped(Exception):
    """A picture adds nothing to the tile."""


def put_together(
    assets: Sequence[Asset],
    read: Callable[[Asset], tuple[Image, Mask]],
    *,
    may_fail: Callable[[Asset, ImageryError], bool],
) -> Mosaic | None:
    """Each pixel from the first asset that has one there; the others are not read once the tile is full.

    An asset without imagery is passed over, and so is one whose error `may_fail` accepts; other errors are
    raised. None when nothing is left.
    """

    def read_one(position: int) -> ImageData:
        try:
            image, valid = read(assets[position])
        except NoImagery as nothing:
            raise _Skipped from nothing
        except ImageryError as error:
            if may_fail(assets[position], error):
                raise _Skipped from error
            raise
        missing = np.broadcast_to(~valid, (3, *valid.shape))
        return ImageData(np.ma.MaskedArray(image.transpose(2, 0, 1), mask=missing))

    try:
        positions = range(len(assets))
        found, used = mosaic_reader(positions, read_one, threads=0, allowed_exceptions=(_Skipped,))
    except EmptyMosaicError:
        return None
    valid = np.logical_not(np.ma.getmaskarray(found.array).any(axis=0))
    image = np.ascontiguousarray(found.data.transpose(1, 2, 0))
    image[~valid] = 0
    return Mosaic(image, valid, used)
