import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.runtimes.batching import BatchingRuntime


class MeanRuntime:
    """Answers with the mean of each picture; notes how many it was given at once and can be held back."""

    name = "mean"
    precision = "float32"

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.started = threading.Event()
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def run(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        self.sizes.append(len(pictures))
        self.started.set()
        self.may_go_on.wait(10)
        if (pictures == 255).all():
            raise ValueError("too bright")
        return pictures.mean(axis=(1, 2, 3), dtype=np.float32).reshape(-1, 1, 1, 1)


def make_picture(value: int, side: int = 32) -> NDArray[np.uint8]:
    return np.full((1, side, side, 3), value, dtype=np.uint8)


def test_everyone_gets_the_answer_for_the_own_picture() -> None:
    runtime = BatchingRuntime(MeanRuntime(), max_batch=4)
    values = list(range(50))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda v: runtime.run(make_picture(v, 32 + 32 * (v % 2))), values))
    assert [float(answer.squeeze()) for answer in found] == values


def test_what_waits_while_the_network_runs_is_one_batch() -> None:
    inner = MeanRuntime()
    inner.may_go_on.clear()
    runtime = BatchingRuntime(inner, max_batch=8)
    with ThreadPoolExecutor(6) as pool:
        first = pool.submit(runtime.run, make_picture(0))
        inner.started.wait(10)
        rest = [pool.submit(runtime.run, make_picture(value)) for value in range(1, 6)]
        while runtime._waiting.qsize() < len(rest):
            threading.Event().wait(0.01)
        inner.may_go_on.set()
        assert [float(job.result().squeeze()) for job in [first, *rest]] == [0, 1, 2, 3, 4, 5]
    assert inner.sizes == [1, 5]


def test_a_failure_reaches_who_asked_and_the_next_one_is_served() -> None:
    runtime = BatchingRuntime(MeanRuntime())
    with pytest.raises(ValueError, match="too bright"):
        runtime.run(make_picture(255))
    assert float(runtime.run(make_picture(7)).squeeze()) == 7
