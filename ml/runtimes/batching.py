"""Pictures of several threads at once, gathered into batches: what keeps a GPU busy."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.runtimes.base import Runtime

MAX_BATCH = 16


@dataclass(frozen=True)
class _Waiting:
    pictures: NDArray[np.uint8]
    answer: Future[NDArray[np.float32]] = field(default_factory=Future)


class BatchingRuntime:
    """Runs `runtime` from one thread, on whatever is waiting when it is free: nobody waits for a batch to
    fill. Only pictures of one size share a batch, of at most `max_batch`."""

    def __init__(self, runtime: Runtime, max_batch: int = MAX_BATCH) -> None:
        self.name, self.precision = runtime.name, runtime.precision
        self._runtime, self._max_batch = runtime, max_batch
        self._waiting: SimpleQueue[_Waiting] = SimpleQueue()
        threading.Thread(target=self._serve, name="network batches", daemon=True).start()

    def run(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        """See `Runtime.run`."""
        waiting = _Waiting(pictures)
        self._waiting.put(waiting)
        return waiting.answer.result()

    def _serve(self) -> None:
        while True:
            for batch in self._batches(self._take()):
                self._answer(batch)

    def _take(self) -> list[_Waiting]:
        taken = [self._waiting.get()]
        try:
            while len(taken) < self._max_batch:
                taken.append(self._waiting.get_nowait())
        except Empty:
            return taken
        return taken

    def _batches(self, taken: list[_Waiting]) -> list[list[_Waiting]]:
        by_size: dict[Any, list[_Waiting]] = {}
        for waiting in taken:
            by_size.setdefault(waiting.pictures.shape[1:], []).append(waiting)
        return list(by_size.values())

    def _answer(self, batch: list[_Waiting]) -> None:
        try:
            found = self._runtime.run(np.concatenate([waiting.pictures for waiting in batch]))
        except Exception as error:  # belongs to those who asked, and must not end the thread
            for waiting in batch:
                waiting.answer.set_exception(error)
            return
        start = 0
        for waiting in batch:
            waiting.answer.set_result(found[start : start + len(waiting.pictures)])
            start += len(waiting.pictures)
