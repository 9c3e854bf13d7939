"""A tile composed of smaller pictures from a deeper zoom, as tile archives hold them."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagery.errors import BadPicture, SourceUnavailable
from imagery.messages import message as _
from imagery.messages import words_of
from ml.errors import PictureError
from ml.pictures import is_blank, open_with_mask
from ml.tiles import TILE_SIZE, Tile

SIDES_PX = (256, 512, 1024)


@dataclass(frozen=True)
class DecodedPart:
    """A square picture: uint8 RGB, and where it holds imagery, bool; None where all of it does."""

    image: NDArray[np.uint8]
    valid: NDArray[np.bool_] | None


def zoom_of_parts(tile: Tile, side_px: int, lowest: int, highest: int) -> int:
    """The zoom of the pictures that a tile is composed of. Raises `SourceUnavailable` when the source has no
    pictures at that zoom: coarser ones would be blown up, and show no detail of their own."""
    zoom = tile.z + (TILE_SIZE // side_px).bit_length() - 1
    if not lowest <= zoom <= highest:
        raise SourceUnavailable(
            _(
                "Tile %(tile)s is made of pictures at zoom %(zoom)d, and the source has zooms "
                "%(lowest)d to %(highest)d; change the campaign's zoom, or the source's if it has more."
            )
            % {"tile": tile, "zoom": zoom, "lowest": lowest, "highest": highest}
        )
    return zoom


def decode_part(content: bytes, side_px: int, source: str) -> DecodedPart | None:
    """None for a picture of one colour, and for one that is transparent throughout.

    Raises `BadPicture` for what is no picture or has another size. `source` is the file's or server's name.
    """
    try:
        image, valid = open_with_mask(content, name=source, max_pixels=TILE_SIZE**2)
    except PictureError as error:
        raise BadPicture(words_of(error)) from error
    if image.shape[:2] != (side_px, side_px):
        raise BadPicture(
            _("%(source)s holds pictures of %(columns)d x %(rows)d px beside others of %(side)d px.")
            % {"source": source, "columns": image.shape[1], "rows": image.shape[0], "side": side_px}
        )
    return None if is_blank(image) else DecodedPart(image, None if valid is None or valid.all() else valid)


def drop_repeated(contents: list[bytes | None]) -> list[bytes | None]:
    """None in place of files that come more than once: they are placeholders."""
    times = Counter(content for content in contents if content is not None)
    return [content if content is not None and times[content] == 1 else None for content in contents]


def compose(parts: list[DecodedPart | None]) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """The tile from its parts, row by row from the upper left: uint8 RGB (1024, 1024, 3), and where there is
    imagery, bool (1024, 1024). The rest is black."""
    image = np.zeros((TILE_SIZE, TILE_SIZE, 3), dtype=np.uint8)
    valid = np.zeros((TILE_SIZE, TILE_SIZE), dtype=np.bool_)
    columns = round(len(parts) ** 0.5)
    side = TILE_SIZE // columns
    for index, part in enumerate(parts):
        if part is not None:
            row, column = (index // columns) * side, (index % columns) * side
            place = np.s_[row : row + side, column : column + side]
            image[place], valid[place] = part.image, True if part.valid is None else part.valid
    image[~valid] = 0
    return image, valid
