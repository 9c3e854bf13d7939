"""Progress in the terminal: a line that is redrawn where that works, else a line now and then."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

BAR_WIDTH = 24
Report = Callable[[int, int], None]


@dataclass
class Console:
    """Announces numbered stages and keeps how long each took."""

    output: TextIO
    n_stages: int
    seconds: dict[str, float] = field(default_factory=dict)
    _printed_at: float = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[Report]:
        """Announces the stage, gives a callback `report(done, total)`, and notes the seconds at the end."""
        number = len(self.seconds) + 1
        title = f"[{number}/{self.n_stages}] {name}"
        self._line(f"{title} …")
        started = time.monotonic()
        yield lambda done, total: self._draw(title, done, total)
        self.seconds[name] = time.monotonic() - started
        self._line(f"{title}: {self.seconds[name]:.1f} s", ends=True)

    def say(self, text: str = "") -> None:
        self.output.write(f"{text}\n")
        self.output.flush()

    def _draw(self, title: str, done: int, total: int) -> None:
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
    """Two columns, the second aligned to the right when it holds figures."""
    left = max(len(name) for name, _ in rows)
    right = max(len(value) for _, value in rows)
    side = ">" if figures else "<"
    return "\n".join(f"  {name:<{left}}  {value:{side}{right}}".rstrip() for name, value in rows)
