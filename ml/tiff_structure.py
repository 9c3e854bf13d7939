"""What a TIFF's directories declare, read before GDAL decodes anything.

A strip of 100,000 x 100,000 pixels takes a few kilobytes of file and 30 GB of memory; overviews and masks
have directories of their own, which GDAL opens unasked. Pillow and tifffile read each tag whole, however
large it says it is, so the few tags that matter are read here, each within a bound.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ml.pictures import TIFF_MAGIC
from ml.raster_errors import HugeBlocks, LeadsElsewhere, UnreadableRaster

MAX_BLOCK_BYTES = 512 * 1024 * 1024
MAX_DIRECTORIES = 256
MAX_TAGS = 4096
MAX_TAG_BYTES = 4 * 1024 * 1024

WIDTH, LENGTH, BITS, SAMPLES, STRIP_ROWS, PLANAR, TILE_COLUMNS, TILE_ROWS = (
    256, 257, 258, 277, 278, 284, 322, 323,
)  # fmt: skip
GDAL_METADATA = 42112
WANTED = {WIDTH, LENGTH, BITS, SAMPLES, STRIP_ROWS, PLANAR, TILE_COLUMNS, TILE_ROWS, GDAL_METADATA}
PLANES_APART = 2
NUMBERS = {1: "B", 3: "H", 4: "I", 16: "Q"}
"""Format characters of the TIFF types BYTE, SHORT, LONG and LONG8."""
NAMES_OTHER_FILES = re.compile(rb"OVERVIEW_FILE|GEOLOCATION|X_DATASET", re.IGNORECASE)


@dataclass(frozen=True)
class _Layout:
    """How a file writes numbers: the byte order, and the formats of an offset and of a number of tags."""

    order: str
    offset: str
    n_tags: str

    @property
    def entry(self) -> struct.Struct:
        """Tag, type, count, and the value or its offset."""
        return struct.Struct(f"{self.order}HH{self.offset}{struct.calcsize(self.offset)}s")

    def read(self, file: BinaryIO, kind: str) -> int:
        return self.numbers(kind, file.read(struct.calcsize(kind)))[0]

    def numbers(self, kind: str, content: bytes) -> tuple[int, ...]:
        return struct.unpack(f"{self.order}{len(content) // struct.calcsize(kind)}{kind}", content)


@dataclass(frozen=True)
class _Directory:
    """One picture in the file: the numbers by tag, and GDAL's metadata, which are XML."""

    numbers: dict[int, tuple[int, ...]]
    metadata: bytes

    def first(self, tag: int, default: int) -> int:
        values = self.numbers.get(tag)
        return values[0] if values else default

    @property
    def block_shape(self) -> tuple[int, int]:
        """Rows and columns of a tile or strip."""
        rows, columns = self.first(LENGTH, 0), self.first(WIDTH, 0)
        if TILE_ROWS in self.numbers:
            return self.first(TILE_ROWS, rows), self.first(TILE_COLUMNS, columns)
        return min(self.first(STRIP_ROWS, rows), rows), columns

    @property
    def block_bytes(self) -> int:
        """Of a decoded block. GDAL gives a mask's bits a byte each."""
        rows, columns = self.block_shape
        samples = 1 if self.first(PLANAR, 1) == PLANES_APART else self.first(SAMPLES, 1)
        sample_bytes = max(1, -(-max(self.numbers.get(BITS) or (1,)) // 8))
        return rows * columns * samples * sample_bytes


def check_tiff(file: BinaryIO, path: Path) -> None:
    """Refuse a TIFF that cannot be read in parts, or that names other files. `path` is for messages.

    Raises `HugeBlocks` for strips or tiles over `MAX_BLOCK_BYTES` when decoded, in any directory, so in masks
    and overviews too, `LeadsElsewhere` for metadata that make GDAL open other files, `UnreadableRaster` for
    damage.
    """
    try:
        for directory in _directories(file):
            _check_directory(directory, path)
    except (struct.error, OSError, OverflowError, ValueError, IndexError) as error:
        raise UnreadableRaster(path, f"its directory is damaged: {error}") from error


def _check_directory(directory: _Directory, path: Path) -> None:
    if directory.block_bytes > MAX_BLOCK_BYTES:
        raise HugeBlocks(path, *directory.block_shape)
    if named := NAMES_OTHER_FILES.search(directory.metadata):
        raise LeadsElsewhere(path, named[0].decode())


def _directories(file: BinaryIO) -> Iterator[_Directory]:
    layout, offset = _read_header(file)
    seen: set[int] = set()
    while offset:
        if offset in seen or len(seen) == MAX_DIRECTORIES:
            raise ValueError("its directories go round in a circle, or are too many")
        seen.add(offset)
        file.seek(offset)
        entries = _read_entries(file, layout)
        offset = layout.read(file, layout.offset)
        yield _read_directory(file, layout, entries)


def _read_header(file: BinaryIO) -> tuple[_Layout, int]:
    file.seek(0)
    magic = file.read(4)
    if magic not in TIFF_MAGIC:
        raise ValueError("it is no TIFF")
    order = "<" if magic.startswith(b"II") else ">"
    if b"+" not in magic:
        layout = _Layout(order, "I", "H")
    else:
        layout = _Layout(order, "Q", "Q")
        file.seek(8)
    return layout, layout.read(file, layout.offset)


def _read_entries(file: BinaryIO, layout: _Layout) -> dict[int, tuple[int, int, bytes]]:
    """Type, count and value (or its offset) of the wanted tags. The file is then at the next offset."""
    n_tags = layout.read(file, layout.n_tags)
    if n_tags > MAX_TAGS:
        raise ValueError(f"{n_tags} tags in one directory")
    content = file.read(n_tags * layout.entry.size)
    return {
        tag: (kind, count, value)
        for tag, kind, count, value in layout.entry.iter_unpack(content)
        if tag in WANTED
    }


def _read_directory(
    file: BinaryIO, layout: _Layout, entries: dict[int, tuple[int, int, bytes]]
) -> _Directory:
    values = {tag: _read_value(file, layout, *entry) for tag, entry in entries.items()}
    metadata = values.pop(GDAL_METADATA, b"")
    kinds = {tag: NUMBERS.get(entries[tag][0]) for tag in values}
    numbers = {tag: layout.numbers(kind, values[tag]) for tag, kind in kinds.items() if kind}
    return _Directory(numbers, metadata)


def _read_value(file: BinaryIO, layout: _Layout, kind: int, count: int, value: bytes) -> bytes:
    """A tag's bytes, which lie elsewhere in the file when they are too long for the entry."""
    size = count * struct.calcsize(NUMBERS.get(kind, "B"))
    if size > MAX_TAG_BYTES:
        raise ValueError(f"a tag of {size} bytes")
    if size <= len(value):
        return value[:size]
    file.seek(layout.numbers(layout.offset, value)[0])
    return file.read(size)
