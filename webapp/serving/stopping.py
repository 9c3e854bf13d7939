"""Ending on Ctrl+C and SIGTERM."""

import signal
from threading import Event
from types import FrameType


def stop_on_signals(*, interrupt: bool = False) -> Event:
    """Returns what SIGINT and SIGTERM set, also in a shell's background job, which ignores Ctrl+C.

    With `interrupt` they raise KeyboardInterrupt too. That alone is not enough: Python drops an exception
    that a handler raises in the middle of a finalizer, and the process would run on."""
    stopped = Event()

    def note(_number: int, _frame: FrameType | None) -> None:
        stopped.set()
        if interrupt:
            raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, note)
    return stopped
