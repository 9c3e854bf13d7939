"""The demo's progress: printed in the terminal, and read by the page shown while the demo is prepared."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

from django.utils.functional import Promise

BAR_WIDTH = 24
Report = Callable[[int, int], None]


@dataclass
class Console:
    """Announces numbered steps, and records how long each took and how far the current one is."""

    output: TextIO
    steps: Mapping[str, str | Promise]
    """Titles by key, in the order in which the steps are taken."""
    seconds: dict[str, float] = field(default_factory=dict)
    """Of the finished steps, by key."""
    current: str = ""
    progress: tuple[int, int] = (0, 0)
    """Done and total within the current step; total is 0 while it is unknown."""
    _printed_at: float = 0.0

    @contextmanager
    def step(self, key: str) -> Iterator[Report]:
        """Yields a callback `report(done, total)`."""
        title = f"[{list(self.steps).index(key) + 1}/{len(self.steps)}] {self.steps[key]}"
        self._line(f"{title} …")
        self.current, self.progress = key, (0, 0)
        started = time.monotonic()
        yield lambda done, total: self._show_progress(title, done, total)
        self.seconds[key] = time.monotonic() - started
        self._line(f"{title}: {self.seconds[key]:.1f} s", ends=True)

    def say(self, text: str = "") -> None:
        self.output.write(f"{text}\n")
        self.output.flush()

    def _show_progress(self, title: str, done: int, total: int) -> None:
        self.progress = done, total
        now = time.monotonic()
        if not total or (now - self._printed_at < self._interval and done < total):
            return
        self._printed_at = now
        filled = round(BAR_WIDTH * done / total)
        self._line(f"{title} {'#' * filled}{'.' * (BAR_WIDTH - filled)} {done}/{total}")

    @property
    def _interval(self) -> float:
        return 0.1 if self.output.isatty() else 5.0

    def _line(self, text: str, *, ends: bool = False) -> None:
        if self.output.isatty():
            self.output.write(f"\r\x1b[2K{text}" + ("\n" if ends else ""))
        else:
            self.output.write(f"{text}\n")
        self.output.flush()


def table(rows: list[tuple[str, str]], *, figures: bool = True) -> str:
    left = max(len(name) for name, _ in rows)
    right = max(len(value) for _, value in rows)
    side = ">" if figures else "<"
    return "\n".join(f"  {name:<{left}}  {value:{side}{right}}".rstrip() for name, value in rows)
