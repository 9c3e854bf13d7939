"""A rate limit shared by all processes that use the same tile server."""

import fcntl
import time
from collections.abc import Callable
from pathlib import Path

from imagery.errors import StorageError
from imagery.messages import message as _

MAX_PAUSE_S = 120.0


class SharedRateLimit:
    """Lets requests pass at a steady rate, across all threads and processes that use the same file.

    The file contains the time of the next free slot, and is locked while it is read and updated. Machines
    that share the folder share the limit as far as their clocks agree.
    """

    def __init__(
        self, path: Path, requests_per_second: float, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._path = path
        self._interval_s = 1.0 / requests_per_second
        self._sleep = sleep

    def wait(self) -> None:
        """Block until this caller may send one request."""
        while (remaining := self._take_slot()) > 0:
            self._sleep(min(remaining, 1.0))

    def pause(self, seconds: float) -> None:
        """Delay all callers, because the server asked for it."""
        self._move(lambda now, slot: max(slot, now + min(seconds, MAX_PAUSE_S)))

    def _take_slot(self) -> float:
        remaining = 0.0

        def take(now: float, slot: float) -> float:
            nonlocal remaining
            remaining = max(0.0, slot - now)
            return slot if remaining else now + self._interval_s

        self._move(take)
        return remaining

    def _move(self, change: Callable[[float, float], float]) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                file.seek(0)
                now = time.time()
                slot = change(now, self._read_slot(file.read(64), now))
                file.truncate(0)
                file.write(repr(slot).encode())
        except OSError as error:
            raise StorageError(
                _("%(path)s cannot be written (%(error)s); check the data folder.")
                % {"path": self._path, "error": error}
            ) from error

    def _read_slot(self, content: bytes, now: float) -> float:
        try:
            slot = float(content)
        except ValueError:
            return now
        # Later than any pause can be: the clock was set back, so the stored time is ignored.
        return slot if slot - now <= max(MAX_PAUSE_S, self._interval_s) else now
