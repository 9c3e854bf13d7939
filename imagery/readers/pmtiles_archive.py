"""PMTiles version 3: where each tile's bytes are, read from a file or a server in bounded parts.

Method: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md. The package `pmtiles` decodes header
and directories; what is decompressed and how much is asked for is bounded here, because an archive may be
anybody's.
"""

import gzip
import json
import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pmtiles.tile import (
    Compression,
    Entry,
    TileType,
    deserialize_directory,
    deserialize_header,
    find_tile,
    zxy_to_tileid,
)

from imagery.errors import BadPicture, SourceUnavailable
from imagery.messages import Message
from imagery.messages import message as _
from imagery.readers.parts import side_of
from ml.tiles import Tile

HEADER_BYTES = 127
FIRST_BYTES = 16_384
"""The header and the root directory are within these, so they take one request."""
MAX_DIRECTORY_BYTES = 1024 * 1024
MAX_DIRECTORY_PLAIN_BYTES = 4 * 1024 * 1024
MAX_METADATA_BYTES = 1024 * 1024
MAX_TILE_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 4
MAX_GAP_BYTES = 64 * 1024
"""Tiles this close together are fetched at once; in most archives a tile's parts lie side by side."""
KEPT_S = 600.0
MAX_KEPT = 64

GetBytes = Callable[[int, int], bytes]
Span = tuple[int, int]
RASTER_TYPES = (TileType.PNG, TileType.JPEG, TileType.WEBP)

_kept: OrderedDict[tuple[str, int, int], tuple[float, bytes]] = OrderedDict()
_sides: OrderedDict[str, int] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True)
class Archive:
    """An archive called `name` in messages. `get_bytes(offset, length)` may give less at the end of the file;
    `version` changes with the file, as far as is known."""

    name: str
    version: str
    get_bytes: GetBytes

    def header(self) -> dict[str, Any]:
        """As `pmtiles.tile.deserialize_header` names its fields. Raises `SourceUnavailable` for another kind
        of file, and for an archive that does not hold pictures."""
        first = self._kept_bytes(0, FIRST_BYTES)
        if first[:7] != b"PMTiles" or len(first) < HEADER_BYTES:
            raise self._unusable(_("%(name)s is not a PMTiles archive."))
        if first[7] != 3:
            raise self._unusable(
                _("%(name)s is PMTiles of another version than 3; convert it with `pmtiles convert`.")
            )
        try:
            header = dict(deserialize_header(first[:HEADER_BYTES]))
        except ValueError as error:
            raise self._unusable(_("%(name)s has a damaged header.")) from error
        if header["tile_type"] in {TileType.MVT, TileType.MLT}:
            raise self._unusable(
                _(
                    "%(name)s holds vector tiles, which are drawings, not pictures; "
                    "use an archive of PNG, JPEG or WebP."
                )
            )
        if header["tile_type"] not in RASTER_TYPES:
            raise self._unusable(_("%(name)s holds tiles of another kind than PNG, JPEG or WebP."))
        return header

    def metadata(self) -> dict[str, Any]:
        """The JSON in the archive; empty when it is none, since tiles can be read without it."""
        header = self.header()
        length = header["metadata_length"]
        if not 0 < length <= MAX_METADATA_BYTES:
            return {}
        try:
            found = json.loads(self._plain(header, header["metadata_offset"], length, MAX_METADATA_BYTES))
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def tiles(self, addresses: Iterable[Tile]) -> dict[Tile, bytes]:
        """The pictures of those tiles that the archive has, in as few parts as possible.

        Raises `SourceUnavailable` for damaged directories, `BadPicture` for a tile of more than 8 MiB.
        """
        header = self.header()
        spans = {one: span for one in addresses if (span := self._span_of(header, one))}
        parts = {part: self._whole(*part) for part in joined(spans.values())}
        found = {}
        for address, (offset, length) in spans.items():
            start, content = next(
                (first, parts[first, size]) for first, size in parts if first <= offset < first + size
            )
            found[address] = self._picture(header, content[offset - start : offset - start + length])
        return found

    def side_px(self) -> int:
        """The width of its pictures, from the first one. Raises `SourceUnavailable` or `BadPicture`."""
        with _lock:
            side = _sides.get(self.version)
        if side is None:
            side = side_of(self._first_picture(), self.name)
            with _lock:
                _sides[self.version] = side
                while len(_sides) > MAX_KEPT:
                    _sides.popitem(last=False)
        return side

    def _first_picture(self) -> bytes:
        header = self.header()
        offset, length = header["root_offset"], header["root_length"]
        for _depth in range(MAX_DEPTH):
            entries = self._directory(header, offset, length)
            if not entries:
                raise self._unusable(_("%(name)s holds no pictures."))
            if entries[0].run_length:
                span = self._checked(header["tile_data_offset"] + entries[0].offset, entries[0].length)
                return self._picture(header, self._whole(*span))
            offset, length = header["leaf_directory_offset"] + entries[0].offset, entries[0].length
        raise self._endless()

    def _endless(self) -> SourceUnavailable:
        return self._unusable(_("%(name)s has directories within directories without end; it is damaged."))

    def _span_of(self, header: dict[str, Any], address: Tile) -> Span | None:
        number = zxy_to_tileid(address.z, address.x, address.y)
        offset, length = header["root_offset"], header["root_length"]
        for _depth in range(MAX_DEPTH):
            entry = find_tile(self._directory(header, offset, length), number)
            if entry is None or not entry.length:
                return None
            if entry.run_length:
                return self._checked(header["tile_data_offset"] + entry.offset, entry.length)
            offset, length = header["leaf_directory_offset"] + entry.offset, entry.length
        raise self._endless()

    def _checked(self, offset: int, length: int) -> Span:
        if length > MAX_TILE_BYTES:
            raise BadPicture(
                _("%(name)s holds a tile of %(size).1f MiB; tiles of up to 8 MiB are read.")
                % {"name": self.name, "size": length / 2**20}
            )
        return offset, length

    def _directory(self, header: dict[str, Any], offset: int, length: int) -> list[Entry]:
        if not 0 < length <= MAX_DIRECTORY_BYTES:
            raise self._unusable(_("%(name)s has a directory of impossible size; it is damaged."))
        plain = self._plain(header, offset, length, MAX_DIRECTORY_PLAIN_BYTES)
        try:
            # The package decompresses without a limit, so it is given what was decompressed within one.
            return deserialize_directory(gzip.compress(plain, compresslevel=0))
        except (EOFError, ValueError, IndexError, OverflowError, MemoryError) as error:
            raise self._unusable(_("%(name)s has a damaged directory.")) from error

    def _plain(self, header: dict[str, Any], offset: int, length: int, limit: int) -> bytes:
        content = self._part(offset, length)
        match header["internal_compression"]:
            case Compression.NONE:
                return content
            case Compression.GZIP:
                return self._inflated(content, limit)
        raise self._unusable(
            _("%(name)s is compressed by another method than gzip; make it again with gzip.")
        )

    def _picture(self, header: dict[str, Any], content: bytes) -> bytes:
        if header["tile_compression"] == Compression.GZIP:
            return self._inflated(content, MAX_TILE_BYTES)
        return content

    def _inflated(self, content: bytes, limit: int) -> bytes:
        inflater = zlib.decompressobj(wbits=31)
        try:
            plain = inflater.decompress(content, limit + 1)
        except zlib.error as error:
            raise self._unusable(_("%(name)s has a part that cannot be read; it is damaged.")) from error
        if len(plain) > limit or not inflater.eof:
            raise self._unusable(
                _("%(name)s has a part that is cut short, or too large when it is decompressed.")
            )
        return plain

    def _part(self, offset: int, length: int) -> bytes:
        if offset + length <= FIRST_BYTES:
            content = self._kept_bytes(0, FIRST_BYTES)[offset : offset + length]
            return content if len(content) == length else self._whole(offset, length)
        return self._kept_bytes(offset, length)

    def _kept_bytes(self, offset: int, length: int) -> bytes:
        """Header and directories are asked for again and again, by every tile."""
        name = (self.version, offset, length)
        with _lock:
            since, content = _kept.get(name, (0.0, b""))
        if content and time.monotonic() - since < KEPT_S:
            return content
        content = self.get_bytes(offset, length) if offset == 0 else self._whole(offset, length)
        with _lock:
            _kept[name] = (time.monotonic(), content)
            while len(_kept) > MAX_KEPT:
                _kept.popitem(last=False)
        return content

    def _whole(self, offset: int, length: int) -> bytes:
        content = self.get_bytes(offset, length)
        if len(content) < length:
            raise self._unusable(_("%(name)s is cut short; copy or make it again."))
        return content

    def _unusable(self, words: Message) -> SourceUnavailable:
        return SourceUnavailable(words % {"name": self.name})


def joined(spans: Iterable[Span]) -> list[Span]:
    """Fewer, longer spans that hold all the given ones: neighbours are joined up to 8 MiB."""
    parts: list[Span] = []
    for offset, length in sorted(set(spans)):
        first, size = parts[-1] if parts else (0, 0)
        together = max(size, offset + length - first)
        if parts and offset <= first + size + MAX_GAP_BYTES and together <= MAX_TILE_BYTES:
            parts[-1] = (first, together)
        else:
            parts.append((offset, length))
    return parts


def forget_archives() -> None:
    with _lock:
        _kept.clear()
        _sides.clear()
