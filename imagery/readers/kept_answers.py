"""Answers of servers on disk, within a size: those used longest ago go first.

Each answer is one file below `http-cache`, named by its source and a hash. It is written under another name
and renamed, so that processes and machines need no lock, and it begins with a checksum, so that a damaged one
counts as missing. Its time of access is when it was last used, its time of change when the server sent it.
Nothing here fails a request: what cannot be read or written is not kept.
"""

import contextlib
import hashlib
import json
import logging
import os
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

logger = logging.getLogger(__name__)

FOLDER = "http-cache"
MIB = 2**20
DAY_S = 24 * 60 * 60.0
WRITING = ".writing-"
ABANDONED_S = 3600.0
LARGEST_SHARE = 8
"""One answer takes at most this part of the whole, and as much is freed at once when it is full."""
LEAST_ROOM = 32
"""This part is always left free after counting, so that nobody counts again after a few answers."""
SHARE_OF_ROOM = 16
"""A process counts again after it has filled this part of the free room, so that sixteen stay within it."""
SILENT_S = 60.0

_lock = threading.Lock()
_room: dict[Path, int] = {}
"""Bytes that this process may write before it counts again."""
_silent_until: dict[Path, float] = {}


@dataclass(frozen=True)
class KeptAnswer:
    """A server's answer: `sent` is when it sent the content, in seconds since the epoch."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    sent: float


class KeptFile(NamedTuple):
    path: Path
    owner: str
    size: int
    used: float
    sent: float


class KeptAnswers:
    """The answers of one source, `owner`, among those of all. Thread-safe."""

    def __init__(self, data_root: Path, max_bytes: int, owner: str, keep_s: float | None = None) -> None:
        self._folder, self._max_bytes = data_root / FOLDER, max_bytes
        self._owner, self._keep_s = owner, keep_s

    def find(self, name: str) -> KeptAnswer | None:
        """The answer kept under a hash; None when there is none, or none that may still be kept."""
        path = self._path(name)
        try:
            found = _decoded(path.read_bytes())
        except OSError:
            return None
        if found is None or (self._keep_s is not None and abs(time.time() - found.sent) > self._keep_s):
            self.forget(name)
            return None
        with contextlib.suppress(OSError):
            os.utime(path, (time.time(), found.sent))
        return found

    def keep(self, name: str, answer: KeptAnswer) -> None:
        content = _encoded(answer)
        if len(content) > self._max_bytes // LARGEST_SHARE:
            self.forget(name)
            return
        if time.monotonic() < _silent_until.get(self._folder, 0.0):
            return
        try:
            self._take_room(len(content))
            _write(self._path(name), content, answer.sent)
        except OSError as error:
            # A full disk stays full for a while, and the log should not fill it further.
            logger.warning("Answers of servers are not kept for a minute: %s", error)
            _silent_until[self._folder] = time.monotonic() + SILENT_S

    def forget(self, name: str) -> None:
        with contextlib.suppress(OSError):
            self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / f"{self._owner}-{name}"

    def _take_room(self, size: int) -> None:
        with _lock:
            if size > _room.get(self._folder, 0):
                reserve = max(size, self._max_bytes // LEAST_ROOM)
                free = self._max_bytes - shrink(self._folder, self._max_bytes - reserve)
                _room[self._folder] = max(size, free // SHARE_OF_ROOM)
            _room[self._folder] -= size


def shrink(folder: Path, max_bytes: int) -> int:
    """Delete the answers used longest ago until all others fit, with some room to spare if any had to go.
    Returns the bytes that are left."""
    files = list(kept_files(folder))
    total = sum(file.size for file in files)
    if total <= max_bytes:
        return total
    for file in sorted(files, key=lambda file: file.used):
        if total <= max_bytes - max_bytes // LARGEST_SHARE:
            break
        with contextlib.suppress(OSError):
            file.path.unlink(missing_ok=True)
            total -= file.size
    return total


def tidy(data_root: Path, max_bytes: int, keep_s: Mapping[str, float | None]) -> None:
    """Delete answers of sources that are not in `keep_s`, those kept for longer than it says (None: no
    limit), what killed processes left, and what no longer fits."""
    now = time.time()
    for file in kept_files(data_root / FOLDER):
        longest = keep_s.get(file.owner)
        if file.path.name.startswith(WRITING):
            is_due = now - file.sent > ABANDONED_S
        else:
            is_due = file.owner not in keep_s or (longest is not None and now - file.sent > longest)
        if is_due:
            with contextlib.suppress(OSError):
                file.path.unlink(missing_ok=True)
    shrink(data_root / FOLDER, max_bytes)


def kept_files(folder: Path) -> Iterator[KeptFile]:
    """All files; those that vanish meanwhile are left out."""
    for path in folder.glob("*/*"):
        with contextlib.suppress(OSError):
            stat = path.stat()
            owner = path.name.partition("-")[0]
            yield KeptFile(path, owner, stat.st_size, stat.st_atime, stat.st_mtime)


def _write(path: Path, content: bytes, sent: float) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=WRITING)
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), 0o644)  # Processes of other users share what is kept.
            file.write(content)
        os.utime(name, (time.time(), sent))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _encoded(answer: KeptAnswer) -> bytes:
    head = {"status": answer.status, "headers": dict(answer.headers), "sent": answer.sent}
    rest = json.dumps(head).encode() + b"\n" + answer.content
    return hashlib.sha256(rest).digest() + rest


def _decoded(content: bytes) -> KeptAnswer | None:
    """None for a file that is damaged, or that another version of Landscar wrote."""
    digest, rest = content[:32], content[32:]
    if hashlib.sha256(rest).digest() != digest:
        return None
    head, _newline, body = rest.partition(b"\n")
    try:
        stored = json.loads(head)
        return KeptAnswer(stored["status"], stored["headers"], body, stored["sent"])
    except (ValueError, KeyError, TypeError):
        return None
