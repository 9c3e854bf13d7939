import email.utils
import time
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from imagery.errors import SourceUnavailable
from imagery.readers.rate_limit import SharedRateLimit
from imagery.readers.slot_file import FileSlots
from imagery.readers.tile_client import FetchLimits, TileClient
from tests.imagery.tile_server import Answer, TileServer

LIMITS = FetchLimits(timeout_s=5, attempts=3, first_wait_s=0.001, max_wait_s=5)


class Clock:
    """Records the waits instead of waiting."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def make_client(folder: Path, clock: Clock, limits: FetchLimits = LIMITS) -> TileClient:
    return TileClient(SharedRateLimit(FileSlots(folder / "rate"), 10_000), limits, sleep=clock)


def tile_url(server: TileServer) -> str:
    return f"{server.address}/3/1/2.png?key=very-secret"


def test_a_picture_comes_as_it_was_sent(tile_server: TileServer, tmp_path: Path, clock: Clock) -> None:
    fetched = make_client(tmp_path, clock).fetch(tile_url(tile_server))
    assert fetched is not None
    assert fetched.content.startswith(b"\x89PNG")
    assert clock.waits == []


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_failure_that_passes_is_got_over(
    tile_server: TileServer, tmp_path: Path, clock: Clock, status: int
) -> None:
    tile_server.misbehave(Answer(status), times=2)
    assert make_client(tmp_path, clock).fetch(tile_url(tile_server))
    assert len(tile_server.requests) == 3
    assert len(clock.waits) == 2


def test_a_failure_that_stays_is_reported_without_the_key(
    tile_server: TileServer, tmp_path: Path, clock: Clock
) -> None:
    tile_server.misbehave(Answer(500))
    with pytest.raises(SourceUnavailable, match=r"127\.0\.0\.1 answers 500.*3 times in a row") as caught:
        make_client(tmp_path, clock).fetch(tile_url(tile_server))
    assert len(tile_server.requests) == 3
    assert "very-secret" not in str(caught.value)


def test_retry_after_in_seconds_is_respected(tile_server: TileServer, tmp_path: Path, clock: Clock) -> None:
    tile_server.misbehave(Answer.busy(retry_after=2), times=1)
    limit = SharedRateLimit(FileSlots(tmp_path / "rate"), 10_000, sleep=clock)
    client = TileClient(limit, LIMITS, sleep=clock)
    limit.pause = lambda seconds: clock.waits.append(-seconds)  # type: ignore[method-assign]  # seen, not waited for
    assert client.fetch(tile_url(tile_server))
    assert clock.waits == [-2, 2]


def test_retry_after_as_a_date_is_respected(tile_server: TileServer, tmp_path: Path, clock: Clock) -> None:
    tile_server.misbehave(Answer.busy(retry_after=email.utils.formatdate(time.time() - 60)), times=1)
    assert make_client(tmp_path, clock).fetch(tile_url(tile_server))
    assert clock.waits == [0]


def test_a_server_that_wants_a_long_rest_is_left_alone(
    tile_server: TileServer, tmp_path: Path, clock: Clock
) -> None:
    tile_server.misbehave(Answer.busy(retry_after=3600))
    with pytest.raises(SourceUnavailable, match=r"asks to wait 3600 s.*requests per second"):
        make_client(tmp_path, clock).fetch(tile_url(tile_server))
    assert len(tile_server.requests) == 1


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "check the key"), (403, "check the key"), (400, "answers 400"), (418, "answers 418")],
)
def test_a_refusal_is_not_repeated(
    tile_server: TileServer, tmp_path: Path, clock: Clock, status: int, words: str
) -> None:
    tile_server.misbehave(Answer(status))
    with pytest.raises(SourceUnavailable, match=words):
        make_client(tmp_path, clock).fetch(tile_url(tile_server))
    assert len(tile_server.requests) == 1


def test_a_redirect_is_not_followed(tile_server: TileServer, tmp_path: Path, clock: Clock) -> None:
    tile_server.misbehave(Answer(302, headers={"Location": f"{tile_server.address}/elsewhere"}))
    with pytest.raises(SourceUnavailable, match="redirects"):
        make_client(tmp_path, clock).fetch(tile_url(tile_server))
    assert len(tile_server.requests) == 1


def test_a_server_that_is_down_is_named(tmp_path: Path, clock: Clock) -> None:
    with TileServer() as server:
        url = tile_url(server)
    with pytest.raises(SourceUnavailable, match=r"127\.0\.0\.1 cannot be reached"):
        make_client(tmp_path, clock).fetch(url)
    assert len(clock.waits) == 2


def test_a_silent_server_is_abandoned(tile_server: TileServer, tmp_path: Path, clock: Clock) -> None:
    tile_server.misbehave(Answer(hold=True))
    limits = FetchLimits(timeout_s=0.1, attempts=2, first_wait_s=0.001)
    with pytest.raises(SourceUnavailable, match=r"did not answer within 0\.1 s, 2 times"):
        make_client(tmp_path, clock, limits).fetch(tile_url(tile_server))


def test_a_response_that_takes_too_long_is_abandoned(
    tile_server: TileServer, tmp_path: Path, clock: Clock
) -> None:
    limits = FetchLimits(timeout_s=5, total_s=-1, attempts=2, first_wait_s=0.001)
    with pytest.raises(SourceUnavailable, match="to send one tile"):
        make_client(tmp_path, clock, limits).fetch(tile_url(tile_server))


def test_a_connection_cut_in_the_middle_is_tried_again(
    tile_server: TileServer, tmp_path: Path, clock: Clock
) -> None:
    tile_server.misbehave(Answer(body=b"\x89PNG" + bytes(5000), cut_after=100), times=1)
    fetched = make_client(tmp_path, clock).fetch(tile_url(tile_server))
    assert fetched is not None
    assert len(tile_server.requests) == 2


def test_a_name_that_does_not_exist_is_reported(tmp_path: Path, clock: Clock, settings: Settings) -> None:
    settings.TILE_SERVER_ALLOW_PRIVATE = False
    with pytest.raises(SourceUnavailable, match="cannot be resolved"):
        make_client(tmp_path, clock).fetch("http://no-such-host.invalid/1/2/3.png")
