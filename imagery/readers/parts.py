"""A tile composed of smaller pictures from a deeper zoom, as tile servers and archives hold them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagery.errors import BadPicture, SourceUnavailable
from imagery.messages import message as _
from imagery.readers.decoding import decode
from imagery.readers.fingerprints import area_of
from ml.pictures import is_blank
from ml.tiles import TILE_SIZE, Tile

SIDES_PX = (256, 512, 1024)


@dataclass(frozen=True)
class DecodedPart:
    """A square picture: uint8 RGB (side, side, 3), and where it holds imagery, bool (side, side)."""

    image: NDArray[np.uint8]
    valid: NDArray[np.bool_]

    @property
    def is_blank(self) -> bool:
        """Whether it has one colour, or is transparent throughout."""
        return is_blank(self.image[self.valid])


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


def side_of(content: bytes, source: str) -> int:
    """The width of an archive's first picture, and so of all. Raises `SourceUnavailable` for one that tiles
    cannot be composed of, `BadPicture` for what is no picture."""
    side = len(decode(content, source, TILE_SIZE**2)[0])
    if side in SIDES_PX:
        return side
    raise SourceUnavailable(
        _("%(path)s holds pictures of %(side)d px; only 256, 512 and 1024 px can be used.")
        % {"path": source, "side": side}
    )


def decode_part(content: bytes, side_px: int, source: str) -> DecodedPart | None:
    """None for a picture of one colour, and for one that is transparent throughout.

    Raises `BadPicture` for what is no picture or has another size. `source` is the file's or server's name.
    """
    part = DecodedPart(*decode(content, source, TILE_SIZE**2))
    if part.valid.shape != (side_px, side_px):
        rows, columns = part.valid.shape
        raise BadPicture(
            _("%(source)s holds pictures of %(columns)d x %(rows)d px beside others of %(side)d px.")
            % {"source": source, "columns": columns, "rows": rows, "side": side_px}
        )
    return None if part.is_blank else part


def drop_repeated(contents: list[bytes | None]) -> list[bytes | None]:
    """None in place of files that come more than once: they are placeholders."""
    times = Counter(content for content in contents if content is not None)
    return [content if content is not None and times[content] == 1 else None for content in contents]


def compose(
    tile: Tile, parts: Mapping[Tile, DecodedPart | None]
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """The tile from parts by address: uint8 RGB (1024, 1024, 3), and where there is imagery, bool
    (1024, 1024). The rest is black. Every picture has the size of its place in the tile."""
    image = np.zeros((TILE_SIZE, TILE_SIZE, 3), dtype=np.uint8)
    valid = np.zeros((TILE_SIZE, TILE_SIZE), dtype=np.bool_)
    for address, part in parts.items():
        if part is not None:
            area = area_of(address, tile)
            image[area], valid[area] = part.image, part.valid
    image[~valid] = 0
    return image, valid
