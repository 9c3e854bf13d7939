"""The moments of requests, agreed on in a file."""

import fcntl
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from imagery.errors import DiskFull, StorageError
from imagery.files import FULL
from imagery.messages import message as _

FARTHEST_S = 3600.0
"""No slot lies farther away, or its time was written before the clock was set back."""


@dataclass(frozen=True)
class Times:
    """Seconds since the epoch: when the next slot is free, and until when there is none at all."""

    next: float
    paused: float


class FileSlots:
    """Slots for all threads and processes that use the file; it is locked while it is read and changed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def reserve(self, interval_s: float) -> float:
        def take(now: float, times: Times) -> Times:
            return Times(max(now, times.next, times.paused) + interval_s, times.paused)

        now, times = self._change(take)
        return max(0.0, times.next - interval_s - now)

    def pause(self, seconds: float) -> None:
        self._change(lambda now, times: Times(times.next, max(times.paused, now + seconds)))

    def paused_for(self) -> float:
        now, times = self._change(lambda now, times: times)
        return max(0.0, times.paused - now)

    def _change(self, change: Callable[[float, Times], Times]) -> tuple[float, Times]:
        """The time now, and the times as they were stored."""
        try:
            with self._open() as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                file.seek(0)
                now = time.time()
                before = _read(file.read(100), now)
                times = change(now, before)
                if times != before:
                    file.truncate(0)
                    file.write(f"{times.next!r} {times.paused!r}".encode())
        except OSError as error:
            kind = DiskFull if error.errno in FULL else StorageError
            raise kind(
                _("%(path)s cannot be written (%(error)s); check the data folder.")
                % {"path": self._path, "error": error}
            ) from error
        return now, times

    def _open(self) -> BinaryIO:
        try:
            return self._path.open("a+b")
        except FileNotFoundError:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return self._path.open("a+b")


def _read(content: bytes, now: float) -> Times:
    try:
        found = [float(word) for word in content.split()]
    except ValueError:
        found = []
    near = [at if at - now <= FARTHEST_S else now for at in found]  # not a number is not near either
    return Times(near[0] if near else now, near[1] if len(near) > 1 else 0.0)
