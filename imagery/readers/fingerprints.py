"""The pictures that a tile is composed of, and whether they look like a server's "no imagery" picture.

Servers answer where they have nothing with a picture: a flat colour, a sign, a line of text. One of a flat
colour is known at sight. Others are known because the same picture comes back: twice in a tile, or at several
addresses of a source, byte for byte or but for the noise of its compression. Water, snow and fields look
alike too, but their noise is never the same, and they have no lines: only pictures with lines on an even
ground are compared by their looks."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.tiles import TILE_SIZE, Tile

Picture = NDArray[np.uint8]
Fingerprint = NDArray[np.int16]

PRINT_PX = 32
"""Side of a fingerprint: brightness of 32 x 32 cells, so 8 px of a picture of 256 px in each."""
SAME_PRINT = 3
"""Levels by which each cell of two prints of one picture may differ; JPEG of quality 50 to 95 moves a cell by
up to 2."""
LINES = 6
"""Levels between neighbouring cells from which there are lines. Noise of five levels on water gives 3, a thin
grey line of text on white 8 and more."""
SMALL_FILE = 0.08
"""Bytes a pixel up to which a file is suspiciously small: 5 KB for 256 px. Imagery takes 0.15 and more."""
EVEN_GROUND = 0.5
"""Share of pixels of nearly one colour (equal in their upper five bits) from which the ground is even."""


@dataclass(frozen=True)
class Part:
    """One picture as a server sent it, part of a tile."""

    address: Tile
    sha256: str
    fingerprint: bytes
    """uint8 brightness of PRINT_PX x PRINT_PX cells; empty unless there are lines on an even ground."""
    is_suspicious: bool
    """Whether it is remembered: a small file or an even ground."""

    @property
    def brightness(self) -> float | None:
        return float(print_of(self.fingerprint).mean()) if self.fingerprint else None

    def looks_like(self, other: bytes) -> bool:
        return bool(self.fingerprint and other) and is_same_print(self.fingerprint, other)


def describe_part(address: Tile, content: bytes, image: Picture) -> Part:
    """`content` is the file, `image` what it decodes to, uint8 (rows, columns, 3)."""
    is_even = _has_even_ground(image)
    cells = _cells(image) if is_even and min(image.shape[:2]) >= 2 * PRINT_PX else None
    fingerprint = cells.tobytes() if cells is not None and _has_lines(cells) else b""
    is_small = len(content) <= SMALL_FILE * image.shape[0] * image.shape[1]
    return Part(address, hashlib.sha256(content).hexdigest(), fingerprint, is_even or is_small)


def repeated_in(parts: Iterable[Part]) -> set[Tile]:
    """Addresses of those parts of one tile that show the same picture as another part of it."""
    parts = list(parts)
    times = Counter(part.sha256 for part in parts)
    found = {part.address for part in parts if times[part.sha256] > 1}
    drawn = [part for part in parts if part.fingerprint]
    for number, part in enumerate(drawn):
        for other in drawn[number + 1 :]:
            if part.looks_like(other.fingerprint):
                found |= {part.address, other.address}
    return found


def is_same_print(one: bytes, other: bytes) -> bool:
    return bool(np.abs(print_of(one) - print_of(other)).max() <= SAME_PRINT)


def print_of(stored: bytes) -> Fingerprint:
    return np.frombuffer(bytes(stored), dtype=np.uint8).astype(np.int16)


def area_of(part: Tile, tile: Tile) -> tuple[slice, slice]:
    """Rows and columns of a part in its tile's picture of 1024 px."""
    deeper = part.z - tile.z
    side = TILE_SIZE >> deeper
    row, column = (part.y - (tile.y << deeper)) * side, (part.x - (tile.x << deeper)) * side
    return slice(row, row + side), slice(column, column + side)


def _cells(image: Picture) -> NDArray[np.uint8]:
    grey = Image.fromarray(image).convert("L").resize((PRINT_PX, PRINT_PX), Image.Resampling.BOX)
    return np.asarray(grey)


def _has_lines(cells: NDArray[np.uint8]) -> bool:
    levels = cells.astype(np.int16)
    return bool(max(np.abs(np.diff(levels, axis=axis)).max() for axis in (0, 1)) >= LINES)


def _has_even_ground(image: Picture) -> bool:
    bins = image.astype(np.uint16) >> 3
    counts = np.bincount(((bins[..., 0] << 10) | (bins[..., 1] << 5) | bins[..., 2]).ravel(), minlength=2)
    # Two bins: the ground may lie on the edge between them.
    return bool(np.partition(counts, -2)[-2:].sum() >= EVEN_GROUND * image.shape[0] * image.shape[1])
