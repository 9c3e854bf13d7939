import socket

import pytest

from webapp.serving.network import PortTaken, listen, names_of


def test_a_taken_port_is_reported_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"127\.0\.0\.1:{port} cannot be used .*--port"):
            listen("127.0.0.1", port)


def test_an_address_that_is_not_of_this_machine_is_reported() -> None:
    with pytest.raises(PortTaken, match=r"192\.0\.2\.77:0 cannot be used"):
        listen("192.0.2.77", 0)


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_port_that_cannot_exist_is_reported(port: int) -> None:
    with pytest.raises(PortTaken, match="cannot be used"):
        listen("127.0.0.1", port)


def test_a_server_for_this_machine_alone_has_only_loopback_names() -> None:
    assert names_of("127.0.0.1") == ["127.0.0.1", "localhost", "[::1]"]


def test_a_server_for_the_network_is_reached_by_the_machines_name_too() -> None:
    names = names_of("0.0.0.0")  # noqa: S104 - only asked about
    assert socket.gethostname() in names
    assert names[-2:] == ["127.0.0.1", "localhost"]


def test_a_server_on_one_address_is_reached_by_it() -> None:
    assert names_of("10.0.0.5")[0] == "10.0.0.5"
