"""One pace for all processes that ask the same tile server."""

import fcntl
import time
from collections.abc import Callable
from pathlib import Path

from imagery.errors import StorageError
from imagery.messages import message as _

LONGEST_PAUSE_S = 120.0


class SharedRateLimit:
    """Lets requests through at a steady pace, across every thread and process that uses the same file.

    The file holds the time of the next free slot, and is locked while it is read and moved on. Machines that
    share the folder share the pace as far as their clocks agree.
    """

    def __init__(
        self, path: Path, requests_per_second: float, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._path = path
        self._interval_s = 1.0 / requests_per_second
        self._sleep = sleep

    def wait(self) -> None:
        """Return when this caller may send one request."""
        while (remaining := self._take_slot()) > 0:
            self._sleep(min(remaining, 1.0))

    def pause(self, seconds: float) -> None:
        """Hold everybody back, because the server asked for it."""
        self._move(lambda now, slot: max(slot, now + min(seconds, LONGEST_PAUSE_S)))

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
                _("%(path)s cannot be written (%(error)s); mend the data folder.")
                % {"path": self._path, "error": error}
            ) from error

    def _read_slot(self, content: bytes, now: float) -> float:
        try:
            slot = float(content)
        except ValueError:
            return now
        # Further away than any pause reaches: the clock was set back, and nobody should wait for it.
        return slot if slot - now <= max(LONGEST_PAUSE_S, self._interval_s) else now
