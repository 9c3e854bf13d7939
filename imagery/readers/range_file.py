"""A file on a server as GDAL reads it: by ranges, through the guarded client, within bounds."""

import io
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from imagery.errors import ImageryError, SourceUnavailable
from imagery.messages import message as _

BLOCK_BYTES = 64 * 1024
MAX_RUN_BLOCKS = 32
"""Neighbouring blocks that are fetched by one request."""
MAX_KEPT_BLOCKS = 256
MAX_BYTES_A_TILE = 96 * 1024 * 1024
UNKNOWN_SIZE = 1 << 42

FetchRange = Callable[[int, int], bytes]
"""Gives the bytes at (offset, length), fewer where the file ends."""


class RemoteFile:
    """Blocks of one file, the latest of which are kept, for any number of readers. Thread-safe."""

    def __init__(self, fetch: FetchRange, shown: str) -> None:
        self._fetch, self.shown = fetch, shown
        self._blocks: OrderedDict[int, bytes] = OrderedDict()
        self._lock = threading.RLock()
        self._left = 0
        self.failure: ImageryError | None = None
        """Why the last reading failed: GDAL says only that it did."""
        self.size = UNKNOWN_SIZE

    def begin(self) -> None:
        """Allow another tile's worth of bytes."""
        self._left, self.failure = MAX_BYTES_A_TILE, None

    def open(self) -> BinaryIO:
        return cast(BinaryIO, _View(self))

    def opener(self, path: str, mode: str = "rb", **_options: Any) -> BinaryIO:
        """As rasterio's `opener`, whatever the name: there is one file only."""
        return self.open()

    def read(self, offset: int, length: int) -> bytes:
        try:
            with self._lock:
                return self._read(offset, min(length, max(0, self.size - offset)))
        except ImageryError as error:
            self.failure = error
            raise OSError(str(error)) from error

    def _read(self, offset: int, length: int) -> bytes:
        if not length:
            return b""
        first, last = offset // BLOCK_BYTES, (offset + length - 1) // BLOCK_BYTES
        content = bytearray()
        for start in range(first, last + 1, MAX_RUN_BLOCKS):
            for block in self._run(start, min(last, start + MAX_RUN_BLOCKS - 1)):
                content += block
        begin = offset - first * BLOCK_BYTES
        return bytes(content[begin : begin + length])

    def _run(self, first: int, last: int) -> list[bytes]:
        """The blocks from `first` to `last`, in one request when any is not at hand."""
        numbers = range(first, last + 1)
        if not all(number in self._blocks for number in numbers):
            self._fetch_run(first, len(numbers))
        found = [self._blocks.get(number, b"") for number in numbers]
        for number in numbers:
            if number in self._blocks:
                self._blocks.move_to_end(number)
        while len(self._blocks) > MAX_KEPT_BLOCKS:
            self._blocks.popitem(last=False)
        return found

    def _fetch_run(self, first: int, count: int) -> None:
        self._left -= count * BLOCK_BYTES
        if self._left < 0:
            raise SourceUnavailable(
                _(
                    "%(name)s takes more than %(size)d MiB for one tile; it may have no overviews. Choose a "
                    "deeper zoom, or give a Cloud Optimized GeoTIFF."
                )
                % {"name": self.shown, "size": MAX_BYTES_A_TILE // 2**20}
            )
        content = self._fetch(first * BLOCK_BYTES, count * BLOCK_BYTES)
        if len(content) < count * BLOCK_BYTES:
            self.size = min(self.size, first * BLOCK_BYTES + len(content))
        for index in range(count):
            self._blocks[first + index] = content[index * BLOCK_BYTES : (index + 1) * BLOCK_BYTES]


class _View(io.RawIOBase):
    """One position in the file."""

    def __init__(self, remote: RemoteFile) -> None:
        self._remote, self._position = remote, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        if size is None or size < 0:
            raise OSError("A remote file is not read whole.")
        content = self._remote.read(self._position, size)
        self._position += len(content)
        return content

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._remote.size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def tell(self) -> int:
        return self._position
