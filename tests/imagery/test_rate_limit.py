from multiprocessing import get_context
from pathlib import Path

import pytest

from imagery.errors import StorageError
from imagery.readers import rate_limit
from imagery.readers.rate_limit import MAX_PAUSE_S, SharedRateLimit


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
    monkeypatch.setattr(rate_limit.time, "time", clock.time)
    return clock


def test_requests_stay_within_the_rate(tmp_path: Path, clock: Clock) -> None:
    limit = SharedRateLimit(tmp_path / "rate", 4, sleep=clock.sleep)
    started = clock.now
    for _ in range(9):
        limit.wait()
    assert clock.now - started == pytest.approx(2.0)


def test_two_holders_of_one_file_share_the_pace(tmp_path: Path, clock: Clock) -> None:
    limits = [SharedRateLimit(tmp_path / "rate", 4, sleep=clock.sleep) for _ in range(2)]
    started = clock.now
    for turn in range(9):
        limits[turn % 2].wait()
    assert clock.now - started == pytest.approx(2.0)


def test_a_rest_saves_no_burst(tmp_path: Path, clock: Clock) -> None:
    limit = SharedRateLimit(tmp_path / "rate", 4, sleep=clock.sleep)
    limit.wait()
    clock.now += 100
    started = clock.now
    for _ in range(3):
        limit.wait()
    assert clock.now - started == pytest.approx(0.5)


def test_a_pause_delays_all_callers(tmp_path: Path, clock: Clock) -> None:
    first, second = (SharedRateLimit(tmp_path / "rate", 100, sleep=clock.sleep) for _ in range(2))
    started = clock.now
    first.pause(30)
    second.wait()
    assert clock.now - started == pytest.approx(30)


def test_no_pause_is_without_end(tmp_path: Path, clock: Clock) -> None:
    limit = SharedRateLimit(tmp_path / "rate", 100, sleep=clock.sleep)
    started = clock.now
    limit.pause(1e9)
    limit.wait()
    assert clock.now - started <= MAX_PAUSE_S


def test_a_clock_set_back_stops_nobody(tmp_path: Path, clock: Clock) -> None:
    limit = SharedRateLimit(tmp_path / "rate", 4, sleep=clock.sleep)
    limit.wait()
    clock.now -= 7200
    started = clock.now
    limit.wait()
    assert clock.now == started


@pytest.mark.parametrize("content", ["", "words", "nan", "inf"])
def test_a_damaged_file_stops_nobody(tmp_path: Path, clock: Clock, content: str) -> None:
    (tmp_path / "rate").write_text(content)
    started = clock.now
    SharedRateLimit(tmp_path / "rate", 4, sleep=clock.sleep).wait()
    assert clock.now == started


def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be written"):
        SharedRateLimit(tmp_path / "file" / "rate", 4).wait()


def take_slots(path: Path, count: int) -> None:
    limit = SharedRateLimit(path, 50)
    for _ in range(count):
        limit.wait()
        with (path.parent / "log").open("a") as log:
            log.write(f"{rate_limit.time.time()}\n")


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
