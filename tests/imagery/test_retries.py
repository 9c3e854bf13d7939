"""How long a client waits before it asks again, and when it gives up."""

from pathlib import Path

import pytest

from imagery.errors import SourceUnavailable
from imagery.readers.fetch_limits import FetchLimits
from imagery.readers.rate_limit import SharedRateLimit
from imagery.readers.slot_file import FileSlots
from imagery.readers.tile_client import TileClient
from tests.imagery.tile_server import Answer, TileServer


class Clock:
    """Time passes while somebody sleeps, and with each request."""

    def __init__(self, request_s: float = 0.0) -> None:
        self.now, self.request_s = 0.0, request_s
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    def time(self) -> float:
        self.now += self.request_s  # asked before and after each request
        return self.now


def make_client(folder: Path, clock: Clock, limits: FetchLimits) -> TileClient:
    pace = SharedRateLimit(FileSlots(folder / "rate"), 10_000)
    return TileClient(pace, limits, sleep=clock.sleep, clock=clock.time)


@pytest.fixture
def broken(tile_server: TileServer) -> str:
    """The address of a tile that never comes."""
    tile_server.misbehave(Answer(503))
    return f"{tile_server.address}/3/1/2.png"


def test_waits_double_up_to_a_ceiling(broken: str, tmp_path: Path) -> None:
    clock = Clock()
    limits = FetchLimits(first_wait_s=1, longest_wait_s=4, attempts=7, patience_s=1000)
    with pytest.raises(SourceUnavailable, match="7 times in a row"):
        make_client(tmp_path, clock, limits).fetch(broken)
    assert len(clock.waits) == 6
    for wait, whole in zip(clock.waits, [1, 2, 4, 4, 4, 4], strict=True):
        assert whole / 2 <= wait <= whole


def test_workers_that_failed_together_do_not_retry_together(broken: str, tmp_path: Path) -> None:
    limits = FetchLimits(first_wait_s=1, attempts=2)
    clocks = [Clock() for _ in range(10)]
    for clock in clocks:
        with pytest.raises(SourceUnavailable):
            make_client(tmp_path, clock, limits).fetch(broken)
    assert len({clock.waits[0] for clock in clocks}) == 10


def test_all_attempts_and_waits_have_an_end(broken: str, tmp_path: Path, tile_server: TileServer) -> None:
    clock = Clock()
    limits = FetchLimits(first_wait_s=2, longest_wait_s=2, attempts=1000, patience_s=20)
    with pytest.raises(SourceUnavailable, match="answers 503"):
        make_client(tmp_path, clock, limits).fetch(broken)
    assert 18 <= clock.now <= 20
    assert 10 <= len(tile_server.requests) <= 21


def test_slow_attempts_use_the_patience_up(broken: str, tmp_path: Path, tile_server: TileServer) -> None:
    clock = Clock(request_s=7)
    limits = FetchLimits(first_wait_s=0.01, longest_wait_s=0.01, attempts=1000, patience_s=20)
    with pytest.raises(SourceUnavailable, match="3 times in a row"):
        make_client(tmp_path, clock, limits).fetch(broken)
    assert len(tile_server.requests) == 3


def test_waiting_for_the_pace_uses_no_patience(tile_server: TileServer, tmp_path: Path) -> None:
    clock = Clock()
    pace = SharedRateLimit(FileSlots(tmp_path / "rate"), 0.01, sleep=clock.sleep)
    client = TileClient(pace, FetchLimits(patience_s=20), clock=clock.time)
    pace.wait()
    assert client.fetch(f"{tile_server.address}/3/1/2.png")
    assert clock.now > 20


def test_what_the_last_attempt_is_told_holds_for_all(tile_server: TileServer, tmp_path: Path) -> None:
    tile_server.misbehave(Answer.busy(retry_after=30))
    client = make_client(tmp_path, Clock(), FetchLimits(attempts=1))
    with pytest.raises(SourceUnavailable, match="answers 429"):
        client.fetch(f"{tile_server.address}/3/1/2.png")
    assert FileSlots(tmp_path / "rate").paused_for() > 25


def test_a_wait_that_would_outlast_the_patience_is_not_begun(tile_server: TileServer, tmp_path: Path) -> None:
    clock = Clock()
    tile_server.misbehave(Answer.busy(retry_after=30))
    with pytest.raises(SourceUnavailable, match="answers 429"):
        make_client(tmp_path, clock, FetchLimits(patience_s=20)).fetch(f"{tile_server.address}/3/1/2.png")
    assert clock.waits == [] and len(tile_server.requests) == 1
