"""Connections that end in time, and that are used by one thread at a time."""

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore2
from h2.exceptions import ProtocolError

KEEPALIVE_S = 15.0

_deadline: ContextVar[float] = ContextVar("deadline", default=float("inf"))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What is read, written or connected to inside ends after so many seconds, whatever the server sends.

    Timeouts alone do not see to that: they start again with each byte, and with each ping of HTTP/2.
    """
    token = _deadline.set(min(_deadline.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _deadline.reset(token)


def is_late() -> bool:
    return time.monotonic() >= _deadline.get()


def time_left(timeout: float | None, late: type[httpcore2.TimeoutException]) -> float | None:
    """The shorter of the timeout and what is left of `within`; raises `late` when nothing is left."""
    left = _deadline.get() - time.monotonic()
    if left <= 0:
        raise late("the time for one answer is over")
    shorter = left if timeout is None else min(timeout, left)
    return None if shorter == float("inf") else shorter


class TimedStream(httpcore2.NetworkStream):
    """A connection's bytes, which keep to `within` of whoever reads or writes."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, time_left(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, time_left(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        left = time_left(timeout, httpcore2.ConnectTimeout)
        return TimedStream(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class OneAtATime(httpcore2.HTTPConnection):
    """Carries one request at a time, and is closed unless its answer was read to the end.

    Over HTTP/1.1 that is so anyway. httpx2's HTTP/2 would carry several, but its state is not safe for
    threads (pydantic/httpx2#908), and a stream that was left in the middle stays open and takes room from the
    next.
    """

    def can_multiplex(self) -> bool:
        return False

    def is_available(self) -> bool:
        return self.is_idle() and super().is_available()

    def handle_request(self, request: httpcore2.Request) -> httpcore2.Response:
        try:
            answer = super().handle_request(request)
        except httpcore2.ConnectionNotAvailable:
            raise  # The pool takes another one.
        except BaseException:
            self.end()
            raise
        assert isinstance(answer.stream, Iterable)  # noqa: S101 - of a synchronous pool
        content = WholeOrClosed(answer.stream, self)
        return httpcore2.Response(
            answer.status, headers=answer.headers, content=content, extensions=answer.extensions
        )

    def end(self) -> None:
        if not self.is_closed():
            self.close()


class WholeOrClosed:
    """An answer's body. The connection ends with it unless all of it was read."""

    def __init__(self, parts: Iterable[bytes], connection: OneAtATime) -> None:
        self._parts, self._connection = parts, connection
        self._is_whole = False

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._parts
        except ProtocolError as error:
            # httpcore translates these for the headers only.
            raise httpcore2.RemoteProtocolError(str(error)) from error
        self._is_whole = True

    def close(self) -> None:
        if close := getattr(self._parts, "close", None):
            close()
        if not self._is_whole:
            self._connection.end()


class Pool(httpcore2.ConnectionPool):
    """HTTP/2 where the server offers it over TLS, otherwise HTTP/1.1."""

    def __init__(self, backend: httpcore2.NetworkBackend, tls: ssl.SSLContext, max_connections: int) -> None:
        super().__init__(
            ssl_context=tls,
            max_connections=max_connections,
            keepalive_expiry=KEEPALIVE_S,
            http2=True,
            network_backend=backend,
        )
        self._backend, self._tls = backend, tls

    def create_connection(self, origin: httpcore2.Origin) -> httpcore2.ConnectionInterface:
        return OneAtATime(
            origin=origin,
            ssl_context=self._tls,
            keepalive_expiry=KEEPALIVE_S,
            http2=True,
            network_backend=self._backend,
        )
