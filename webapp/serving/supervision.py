"""Keeps child processes running."""

import subprocess
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from threading import Event

from webapp.serving.processes import ProcessFailed, log_path, running

MOST_RESTARTS, WITHIN_S = 5, 60.0
POLL_S = 0.5
FIRST_WAIT_S = 1.0


@dataclass
class Child:
    """A process that is started again whenever it ends."""

    name: str
    arguments: Sequence[str]
    pass_fds: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    starts: deque[float] = field(default_factory=lambda: deque(maxlen=MOST_RESTARTS))
    _stack: ExitStack = field(default_factory=ExitStack)

    def start(self) -> subprocess.Popen[bytes]:
        self.starts.append(time.monotonic())
        self.process = self._stack.enter_context(running(self.name, *self.arguments, pass_fds=self.pass_fds))
        return self.process

    def ends_too_often(self) -> bool:
        return len(self.starts) == MOST_RESTARTS and time.monotonic() - self.starts[0] < WITHIN_S

    def close(self) -> None:
        self._stack.close()


def supervise(
    children: Sequence[Child],
    say: Callable[[str], None],
    stopped: Event,
) -> None:
    """Start again whatever has ended, until `stopped`. Raises ProcessFailed for a process that ends again and
    again: its log says why."""
    while not stopped.is_set():
        for child in children:
            if child.process is not None and child.process.poll() is not None and not stopped.is_set():
                _restart(child, say, stopped)
        stopped.wait(POLL_S)


def _restart(child: Child, say: Callable[[str], None], stopped: Event) -> None:
    log = log_path(child.name)
    if child.ends_too_often():
        raise ProcessFailed(
            f"The {child.name} ended {MOST_RESTARTS} times within {WITHIN_S:.0f} seconds. {log} says why."
        )
    code = child.process.returncode if child.process else None
    say(f"The {child.name} ended (exit code {code}); starting it again. {log} says why.")
    if not stopped.wait(FIRST_WAIT_S * len(child.starts)):
        child.start()
