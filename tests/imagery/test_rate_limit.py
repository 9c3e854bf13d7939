import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from multiprocessing import get_context
from pathlib import Path

import pytest
import redis
from pytest_django import Settings

from imagery.errors import StorageError
from imagery.readers import slot_file
from imagery.readers.rate_limit import MAX_PAUSE_S, RedisSlots, SharedRateLimit, shared_rate_limit
from imagery.readers.slot_file import FileSlots


class Clock:
    """A clock that advances only during sleeps."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(slot_file.time, "time", clock.time)
    return clock


def test_requests_stay_within_the_rate(tmp_path: Path, clock: Clock) -> None:
    limit = SharedRateLimit(FileSlots(tmp_path / "rate"), 4, sleep=clock.sleep)
    started = clock.now
    for _ in range(9):
        limit.wait()
    assert clock.now - started == pytest.approx(2.0)


def test_two_holders_of_one_file_share_the_pace(tmp_path: Path, clock: Clock) -> None:
    limits = [SharedRateLimit(FileSlots(tmp_path / "rate"), 4, sleep=clock.sleep) for _ in range(2)]
    started = clock.now
    for turn in range(9):
        limits[turn % 2].wait()
    assert clock.now - started == pytest.approx(2.0)


def test_a_rest_saves_no_burst(tmp_path: Path, clock: Clock) -> None:
    limit = SharedRateLimit(FileSlots(tmp_path / "rate"), 4, sleep=clock.sleep)
    limit.wait()
    clock.now += 100
    started = clock.now
    for _ in range(3):
        limit.wait()
    assert clock.now - started == pytest.approx(0.5)


def test_a_pause_delays_all_callers(tmp_path: Path, clock: Clock) -> None:
    first, second = (SharedRateLimit(FileSlots(tmp_path / "rate"), 100, sleep=clock.sleep) for _ in range(2))
    started = clock.now
    first.pause(30)
    second.wait()
    assert clock.now - started == pytest.approx(30)


def test_no_pause_is_without_end(tmp_path: Path, clock: Clock) -> None:
    limit = SharedRateLimit(FileSlots(tmp_path / "rate"), 100, sleep=clock.sleep)
    started = clock.now
    limit.pause(1e9)
    limit.wait()
    assert clock.now - started <= MAX_PAUSE_S


def test_a_clock_set_back_stops_nobody(tmp_path: Path, clock: Clock) -> None:
    limit = SharedRateLimit(FileSlots(tmp_path / "rate"), 4, sleep=clock.sleep)
    limit.wait()
    clock.now -= 7200
    started = clock.now
    limit.wait()
    assert clock.now == started


@pytest.mark.parametrize("content", ["", "words", "nan", "inf"])
def test_a_damaged_file_stops_nobody(tmp_path: Path, clock: Clock, content: str) -> None:
    (tmp_path / "rate").write_text(content)
    started = clock.now
    SharedRateLimit(FileSlots(tmp_path / "rate"), 4, sleep=clock.sleep).wait()
    assert clock.now == started


def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be written"):
        SharedRateLimit(FileSlots(tmp_path / "file" / "rate"), 4).wait()


def take_slots(path: Path, count: int) -> None:
    limit = SharedRateLimit(FileSlots(path), 50)
    for _ in range(count):
        limit.wait()
        with (path.parent / "log").open("a") as log:
            log.write(f"{slot_file.time.time()}\n")


def test_processes_share_the_pace(tmp_path: Path) -> None:
    processes = [
        get_context("fork").Process(target=take_slots, args=(tmp_path / "rate", 5)) for _ in range(3)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    times = sorted(float(line) for line in (tmp_path / "log").read_text().split())
    assert len(times) == 15
    # Fourteen intervals of 20 ms at least, however slow the machine; a pace for each would give four.
    assert times[-1] - times[0] > 13 * 0.02


@pytest.fixture
def slots_of(redis_url: str, tmp_path: Path) -> Callable[[], RedisSlots]:
    """As another machine would make them: only Redis is shared."""
    machines = count()
    return lambda: RedisSlots(redis_url, "source-1", FileSlots(tmp_path / f"machine{next(machines)}"))


def wait_in_threads(limits: list[SharedRateLimit], times: int) -> list[float]:
    passed: list[float] = []

    def pass_often(limit: SharedRateLimit) -> None:
        for _ in range(times):
            limit.wait()
            passed.append(time.monotonic())

    with ThreadPoolExecutor(len(limits)) as threads:
        list(threads.map(pass_often, limits))
    return sorted(passed)


def test_machines_share_the_pace_through_redis(slots_of: Callable[[], RedisSlots]) -> None:
    passed = wait_in_threads([SharedRateLimit(slots_of(), 50) for _ in range(4)], 5)
    # Nineteen intervals of 20 ms at least; a pace for each machine would give four.
    assert len(passed) == 20 and passed[-1] - passed[0] > 18 * 0.02


def test_a_caller_that_wakes_late_does_not_slow_the_others_down(slots_of: Callable[[], RedisSlots]) -> None:
    slots = slots_of()
    assert [round(slots.reserve(10.0)) for _ in range(4)] == [0, 10, 20, 30]


def test_all_machines_honour_a_pause(slots_of: Callable[[], RedisSlots]) -> None:
    asked, other = slots_of(), slots_of()
    SharedRateLimit(asked, 100).pause(30)
    assert 29 < other.paused_for() <= 30 and 29 < other.reserve(0.01) <= 30


def test_a_caller_that_waits_already_honours_a_pause(slots_of: Callable[[], RedisSlots]) -> None:
    asked, other = slots_of(), slots_of()
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 1:
            asked.pause(0.3)
        time.sleep(min(seconds, 0.5))

    other.reserve(0.05)
    SharedRateLimit(other, 20, sleep=sleep).wait()
    assert len(slept) == 2 and slept[0] < 0.06 and 0.1 < slept[1] <= 0.3


def test_a_redis_that_was_emptied_paces_on(slots_of: Callable[[], RedisSlots], redis_url: str) -> None:
    slots = slots_of()
    slots.reserve(0.01)
    with redis.Redis.from_url(redis_url) as client:
        client.flushdb()
        client.script_flush()
    assert slots.reserve(10.0) == 0 and slots.reserve(10.0) > 9


def test_without_redis_the_machine_keeps_the_pace_alone(tmp_path: Path) -> None:
    slots = RedisSlots("redis://127.0.0.1:1", "source-1", FileSlots(tmp_path / "rate"))
    assert [round(slots.reserve(10.0)) for _ in range(3)] == [0, 10, 20]
    slots.pause(100)
    assert slots.paused_for() > 99


@pytest.mark.parametrize("broker", ["memory://", "filesystem://", "redis://127.0.0.1:1/0"])
def test_every_broker_has_a_pace(settings: Settings, tmp_path: Path, broker: str) -> None:
    settings.CELERY_BROKER_URL, settings.DATA_ROOT = broker, tmp_path
    limit = shared_rate_limit("source-1", 1000.0)
    limit.wait()
    assert (tmp_path / "rate-limits" / "source-1").is_file()
