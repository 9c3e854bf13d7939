"""An HTTP transport that refuses private networks.

The address of a tile server is user input and could be `localhost`, a database's host or a cloud's metadata
service. The host is resolved here, each of its addresses is checked, and the connection goes to the checked
address itself, so that a second look-up cannot return another address (DNS rebinding).
"""

import ipaddress
import socket
from collections.abc import Iterable

import httpcore2
import httpx2

from imagery.errors import ForbiddenAddress
from imagery.messages import message as _
from imagery.readers.connections import Pool, TimedStream, time_left

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# A public address that answers only inside Azure's machines.
_CLOUD_INTERNAL = {ipaddress.IPv4Address("168.63.129.16")}


def is_public(address: IPAddress) -> bool:
    """False for loopback, private, link-local, multicast and reserved addresses."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _embedded_ipv4(address)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    if address in _CLOUD_INTERNAL:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _embedded_ipv4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to: mapped, 6to4, Teredo or NAT64."""
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def resolve_public(host: str, port: int) -> list[str]:
    """The addresses of a host, all of them public.

    Raises `ForbiddenAddress` when any is not, and `httpcore2.ConnectError` when the host has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore2.ConnectError(
            _("the host name cannot be resolved (%(error)s)") % {"error": error}
        ) from error
    addresses = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
    for address in addresses:
        if not is_public(ipaddress.ip_address(address)):
            raise ForbiddenAddress(
                _(
                    "%(host)s resolves to %(address)s, which is not on the public internet. Use a public "
                    "tile server, or ask the operator to allow private ones (TILE_SERVER_ALLOW_PRIVATE)."
                )
                % {"host": host, "address": address}
            )
    return addresses


class TimedBackend(httpcore2.SyncBackend):
    """Connects to any address, within the time that is left."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        left = time_left(timeout, httpcore2.ConnectTimeout)
        return TimedStream(super().connect_tcp(host, port, left, local_address, socket_options))

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        raise ForbiddenAddress(
            _("%(path)s is a socket of this machine; use a public tile server.") % {"path": path}
        )


class GuardedBackend(TimedBackend):
    """Connects to checked addresses only."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        failure: Exception = httpcore2.ConnectError(_("%(host)s has no address") % {"host": host})
        for address in resolve_public(host, port):
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure


class GuardedTransport(httpx2.HTTPTransport):
    """httpx2's transport with a connection pool that uses `GuardedBackend`, whatever version of HTTP it
    speaks. TLS still checks the host name."""

    def __init__(self, *, allow_private: bool, max_connections: int) -> None:
        tls = httpx2.create_ssl_context()
        super().__init__(verify=tls)
        # httpx2 has no public option for a network backend; httpcore2, which it uses, has one.
        backend = TimedBackend() if allow_private else GuardedBackend()
        self._pool = Pool(backend, tls, max_connections)
