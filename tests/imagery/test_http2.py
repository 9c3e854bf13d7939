"""HTTP/2 where a server offers it, with the same guards and bounds as HTTP/1.1."""

import logging
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from imagery.errors import BadPicture, ForbiddenAddress, SourceUnavailable
from imagery.readers.exchange import MAX_CONNECTIONS
from imagery.readers.rate_limit import SharedRateLimit
from imagery.readers.registry import open_reader
from imagery.readers.slot_file import FileSlots
from imagery.readers.tile_client import FetchLimits, TileClient
from tests.factories import HOME_TILE
from tests.imagery.conftest import make_xyz_source
from tests.imagery.secure_server import SecureTileServer
from tests.imagery.tile_server import Answer, TileServer, draw_tile, encode

LIMITS = FetchLimits(timeout_s=5, total_s=20, attempts=2, first_wait_s=0.001, max_bytes=2**20)
KEY = "sk.very-secret"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SecureTileServer]:
    with SecureTileServer(tmp_path, monkeypatch) as server:
        yield server


@pytest.fixture
def client(tmp_path: Path) -> TileClient:
    return make_client(tmp_path)


def make_client(folder: Path, limits: FetchLimits = LIMITS, key: str = "") -> TileClient:
    pace = SharedRateLimit(FileSlots(folder / "rate"), 10_000)
    return TileClient(pace, limits, sleep=lambda seconds: None, key=lambda: key)


def tile_url(server: TileServer) -> str:
    return f"{server.address}/3/1/2.png"


def test_a_server_that_offers_http2_is_asked_with_it(server: SecureTileServer, client: TileClient) -> None:
    for _ in range(3):
        assert client.fetch(tile_url(server))
    assert server.versions == ["HTTP/2"] * 3
    assert server.connections == 1
    assert server.received["Accept-Encoding"] == "identity"
    assert "Landscar" in server.received["User-Agent"]


def test_a_server_without_http2_is_asked_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: TileClient
) -> None:
    with SecureTileServer(tmp_path, monkeypatch, protocols=("http/1.1",)) as server:
        for _ in range(2):
            assert client.fetch(tile_url(server))
        assert server.versions == ["HTTP/1.1"] * 2


def test_a_tile_is_read_over_http2(server: SecureTileServer, db: None) -> None:
    assert open_reader(make_xyz_source(server)).read(HOME_TILE).image.shape == (1024, 1024, 3)
    assert server.versions == ["HTTP/2"] * 16


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns after every few instructions, so that a race that can happen does."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)


def test_threads_that_ask_at_once_get_their_own_answers(
    server: SecureTileServer, client: TileClient, restless: None
) -> None:
    """httpx2 alone lets them share a connection, and half of the requests fail."""
    numbers = [number % 40 for number in range(200)]
    for number in range(40):
        server.serve(f"/{number}", bytes([number]) * 20_000)
    with ThreadPoolExecutor(16) as threads:
        found = threads.map(lambda number: client.fetch_bytes(f"{server.address}/{number}", 50_000), numbers)
        assert all(
            content == bytes([number]) * 20_000 for number, content in zip(numbers, found, strict=True)
        )
    assert server.versions == ["HTTP/2"] * 200
    assert server.connections <= 2 * MAX_CONNECTIONS


def test_a_certificate_for_another_name_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: TileClient
) -> None:
    with (
        SecureTileServer(tmp_path, monkeypatch, names=("other.example",)) as server,
        pytest.raises(SourceUnavailable, match="certificate"),
    ):
        client.fetch(tile_url(server))
    assert server.versions == []


def test_an_answer_that_is_too_large_is_not_read_on(server: SecureTileServer, client: TileClient) -> None:
    server.misbehave(Answer.huge(8 * 2**20), times=1)
    with pytest.raises(BadPicture, match=r"more than 1\.0 MiB"):
        client.fetch(tile_url(server))
    assert client.fetch(tile_url(server))
    assert server.connections == 2, "the one with the rest of the answer is closed"


def test_an_answer_that_breaks_off_is_asked_for_again(server: SecureTileServer, client: TileClient) -> None:
    server.misbehave(Answer(body=encode(draw_tile(HOME_TILE)), cut_after=100), times=1)
    assert client.fetch(tile_url(server))
    assert len(server.requests) == 2


def test_a_server_that_only_pings_is_abandoned(server: SecureTileServer, tmp_path: Path) -> None:
    server.pings = True
    limits = FetchLimits(timeout_s=30, total_s=0.3, attempts=1)
    with pytest.raises(SourceUnavailable, match=r"took more than 0\.3 s"):
        make_client(tmp_path, limits).fetch(tile_url(server))


def test_a_silent_server_is_abandoned(server: SecureTileServer, tmp_path: Path) -> None:
    server.misbehave(Answer(hold=True))
    limits = FetchLimits(timeout_s=0.2, attempts=2, first_wait_s=0.001)
    with pytest.raises(SourceUnavailable, match=r"did not answer within 0\.2 s, 2 times"):
        make_client(tmp_path, limits).fetch(tile_url(server))


def test_headers_without_end_are_refused_in_words(server: SecureTileServer, client: TileClient) -> None:
    headers = {f"x-{number}": "a" * 1000 for number in range(100)}
    server.misbehave(Answer(headers=headers), times=2)
    with pytest.raises(SourceUnavailable, match="cannot be reached"):
        client.fetch(tile_url(server))
    assert client.fetch(tile_url(server))


def test_retry_after_is_honoured_over_http2(server: SecureTileServer, tmp_path: Path) -> None:
    waits: list[float] = []
    pace = SharedRateLimit(FileSlots(tmp_path / "rate"), 10_000, sleep=lambda seconds: None)
    pace.pause = lambda seconds: waits.append(-seconds)  # type: ignore[method-assign]  # seen, not waited for
    server.misbehave(Answer.busy(retry_after=2), times=1)
    assert TileClient(pace, LIMITS, sleep=waits.append).fetch(tile_url(server))
    assert waits == [-2, 2]


def test_a_key_is_hidden_over_http2(
    server: SecureTileServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.misbehave(Answer(418, f'{{"message": "no tile for {KEY}"}}'.encode()))
    with pytest.raises(SourceUnavailable, match=r"no tile for \[key\]"):
        make_client(tmp_path, key=KEY).fetch(f"{tile_url(server)}?token={{key}}")
    assert server.requests == [f"/3/1/2.png?token={KEY}"]
    assert KEY not in caplog.text


def resolving_to(*addresses: str) -> Any:
    def getaddrinfo(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return getaddrinfo


def test_a_private_address_is_refused_before_anything_is_sent(
    server: SecureTileServer, client: TileClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TILE_SERVER_ALLOW_PRIVATE = False
    url = tile_url(server).replace("127.0.0.1", "tiles.example")
    monkeypatch.setattr(socket, "getaddrinfo", resolving_to("127.0.0.1"))
    with pytest.raises(ForbiddenAddress, match=r"tiles\.example resolves to 127\.0\.0\.1"):
        client.fetch(url)
    assert server.connections == 0


def test_the_connection_goes_to_the_checked_address_and_tls_to_the_name(
    server: SecureTileServer, client: TileClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A public address stands for the server here; the certificate is checked for the name all the same."""
    settings.TILE_SERVER_ALLOW_PRIVATE = False
    connected: list[str] = []
    plain = socket.create_connection

    def create_connection(address: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
        connected.append(address[0])
        monkeypatch.setattr(socket, "getaddrinfo", resolving_to("127.0.0.1"))
        return plain(("127.0.0.1", address[1]), *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolving_to("1.1.1.1"))
    monkeypatch.setattr(socket, "create_connection", create_connection)
    assert client.fetch(tile_url(server).replace("127.0.0.1", "tiles.example"))
    assert connected == ["1.1.1.1"] and server.versions == ["HTTP/2"]


def test_a_redirect_over_http2_is_not_followed(server: SecureTileServer, client: TileClient) -> None:
    with TileServer() as inner:
        server.misbehave(Answer(302, headers={"Location": f"{inner.address}/1/1/1.png"}))
        with pytest.raises(SourceUnavailable, match="redirects"):
            client.fetch(tile_url(server))
        assert inner.requests == []
