"""Wall-clock seconds of a piece of work."""

from __future__ import annotations

import time
from collections.abc import Callable


def seconds_of(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def best_seconds(work: Callable[[], object], n_tries: int) -> float:
    return min(seconds_of(work) for _ in range(n_tries))
