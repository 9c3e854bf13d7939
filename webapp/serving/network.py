"""The addresses under which this machine is reached."""

import socket
from contextlib import suppress

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class PortTaken(Exception):
    pass


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises PortTaken, with what to do, when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or error
        raise PortTaken(
            f"{host}:{port} cannot be used ({reason}). Choose another: manage.py serve --port 8001, "
            "or make serve PORT=8001."
        ) from error
    listener.listen(128)
    return listener


def names_of(host: str) -> list[str]:
    """Host names and addresses under which others reach a server on `host`, the most useful first."""
    if host in LOOPBACK:
        return ["127.0.0.1", "localhost", "[::1]"]
    if host not in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return [host, "127.0.0.1", "localhost"]
    own = [address for address in (_outward_address(), socket.gethostname()) if address]
    return [*own, *(f"{name}.local" for name in own[-1:] if "." not in name), "127.0.0.1", "localhost"]


def _outward_address() -> str:
    """The address that this machine has on its way out. Connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])
    return ""
