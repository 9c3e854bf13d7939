"""A source must not make this server connect to a private network."""

import ipaddress
import socket
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from pytest_django.fixtures import Settings

from imagery.errors import ForbiddenAddress
from imagery.readers.registry import open_reader
from imagery.readers.safe_transport import is_public, resolve_public
from imagery.services.add_source import add_source
from imagery.services.prepare_tile import prepare_tile
from tests.factories import HOME_TILE
from tests.imagery.conftest import make_xyz_source
from tests.imagery.tile_server import Answer, TileServer


@pytest.fixture(autouse=True)
def public_only(settings: Settings) -> None:
    settings.TILE_SERVER_ALLOW_PRIVATE = False


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1",
        "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2002:a00:1::",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    ],
)  # fmt: skip
def test_an_address_inside_a_network_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_an_address_on_the_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:7f00:1]"]
)
def test_loopback_is_refused_however_it_is_written(tile_server: TileServer, db: None, host: str) -> None:
    template = tile_server.url_template.replace("127.0.0.1", host)
    with pytest.raises(ForbiddenAddress, match="not on the public internet"):
        open_reader(make_xyz_source(tile_server, url=template)).read(HOME_TILE)
    assert tile_server.requests == []


def test_a_refused_address_is_recorded_on_the_tile(tile_server: TileServer, db: None) -> None:
    tile = prepare_tile(source=make_xyz_source(tile_server), address=HOME_TILE)
    assert tile.state == tile.State.FAILED
    assert "not on the public internet" in tile.failure


def answer_with(*addresses: str) -> Any:
    def getaddrinfo(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return getaddrinfo


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answer_with("1.1.1.1", "10.0.0.1"))
    with pytest.raises(ForbiddenAddress, match=r"tiles\.example resolves to 10\.0\.0\.1"):
        resolve_public("tiles.example", 443)


def test_the_connection_goes_to_the_address_that_was_checked(
    tile_server: TileServer, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that resolves to a public address first and to loopback later must not reach loopback."""
    asked: list[str] = []
    connected: list[str] = []

    def getaddrinfo(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        asked.append(host)
        return answer_with("1.1.1.1" if len(asked) == 1 else "127.0.0.1")(host, port)

    def create_connection(address: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
        connected.append(address[0])
        raise ConnectionRefusedError("no internet in tests")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket, "create_connection", create_connection)
    template = tile_server.url_template.replace("127.0.0.1", "rebinding.example")
    with pytest.raises(ForbiddenAddress):  # the retry's look-up, which is checked as well
        open_reader(make_xyz_source(tile_server, url=template, tile_px=1024)).read(HOME_TILE)
    assert connected == ["1.1.1.1"]
    assert tile_server.requests == []


def test_a_redirect_into_a_private_network_is_not_followed(
    tile_server: TileServer, db: None, settings: Settings
) -> None:
    settings.TILE_SERVER_ALLOW_PRIVATE = True
    with TileServer() as inner:
        tile_server.misbehave(Answer(301, headers={"Location": f"{inner.address}/1/1/1.png"}))
        tile = prepare_tile(source=make_xyz_source(tile_server), address=HOME_TILE)
        assert tile.state == tile.State.FAILED
        assert inner.requests == []


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.5:8080", "[::1]", "169.254.169.254"])
def test_a_private_ip_address_is_refused_when_the_source_is_set_up(db: None, host: str) -> None:
    with pytest.raises(ValidationError, match="not on the public internet"):
        add_source(slug="inside", name="Inside", kind="xyz", url=f"http://{host}/{{z}}/{{x}}/{{y}}")


def test_an_operator_may_allow_private_servers(tile_server: TileServer, db: None, settings: Settings) -> None:
    settings.TILE_SERVER_ALLOW_PRIVATE = True
    source = add_source(
        slug="inside",
        name="Inside",
        kind="xyz",
        url=tile_server.url_template,
        requests_per_second=1000,
    )
    assert prepare_tile(source=source, address=HOME_TILE).state == "ready"
