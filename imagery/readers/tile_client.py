"""Fetches from servers that may be down, slow, busy, misconfigured or hostile. Nothing is ever posted."""

import functools
import logging
import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Concatenate, ParamSpec, Protocol, TypeAlias, TypeVar
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from imagery.errors import ImageryError, SourceUnavailable
from imagery.keys import PLACEHOLDER, KeyedSource, KeyUnavailable, fill_key, hide_key, key_of
from imagery.messages import Words, words_of
from imagery.messages import message as _
from imagery.readers.answers import TryAgain, check_picture, has_picture, read_body, require_success
from imagery.readers.base import CaptureDates
from imagery.readers.capture_dates import dates_from_headers
from imagery.readers.rate_limit import SharedRateLimit, shared_rate_limit
from imagery.readers.safe_transport import GuardedTransport

MAX_CONNECTIONS = 16

# httpx logs whole addresses at INFO, httpcore all headers at DEBUG, and both may contain keys.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


@dataclass(frozen=True)
class FetchLimits:
    """Time limits, number of attempts and size limit for one picture."""

    timeout_s: float = 10.0
    """For connecting, and for each read."""
    total_s: float = 30.0
    """For one attempt as a whole, so that a slow server cannot block a worker."""
    max_bytes: int = 8 * 1024 * 1024
    attempts: int = 4
    first_wait_s: float = 0.5
    """Before the second attempt; doubled before each further one."""
    max_wait_s: float = 60.0
    """A server that asks for a longer wait counts as unavailable."""


DEFAULT_LIMITS = FetchLimits()
Result = TypeVar("Result")
Read: TypeAlias = Callable[[httpx.Response, FetchLimits], Result]


@dataclass(frozen=True)
class FetchedPicture:
    """A picture file as the server sent it, and its capture dates."""

    content: bytes
    dates: CaptureDates


class PacedSource(KeyedSource, Protocol):
    """The columns of an `ImagerySource` that say how it is fetched."""

    @property
    def pk(self) -> Any: ...

    requests_per_second: float


class _HasClient(Protocol):
    _client: "TileClient"


Reader = TypeVar("Reader", bound=_HasClient)
Given = ParamSpec("Given")


def hiding_key(
    method: Callable[Concatenate[Reader, Given], Result],
) -> Callable[Concatenate[Reader, Given], Result]:
    """For methods of readers: no error that they raise repeats the source's key, also where it tells what a
    server has said, such as the names of its layers."""

    @functools.wraps(method)
    def hidden(self: Reader, /, *args: Given.args, **options: Given.kwargs) -> Result:
        try:
            return method(self, *args, **options)
        except ImageryError as error:
            error.args = (self._client.hide(words_of(error)), *error.args[1:])
            raise

    return hidden


def client_for(source: PacedSource, limits: FetchLimits | None = None) -> "TileClient":
    """A client with the source's pace and key. The key is looked up at the first request."""
    pace = shared_rate_limit(f"source-{source.pk}", source.requests_per_second)
    return TileClient(pace, limits, key=lambda: key_of(source))


class TileClient:
    """Fetches within the limits and the source's pace. Thread-safe.

    `{key}` in an address is replaced when it is fetched. No error that is raised contains the key, even where
    the server repeats it.
    """

    def __init__(
        self,
        rate_limit: SharedRateLimit,
        limits: FetchLimits | None = None,
        sleep: Callable[[float], None] = time.sleep,
        key: Callable[[], str] = str,
    ) -> None:
        self._rate_limit = rate_limit
        self._limits = limits or DEFAULT_LIMITS
        self._sleep = sleep
        self._key = functools.cache(key)

    def fetch(self, url: str) -> FetchedPicture | None:
        """The picture at `url`, or None when the server has none.

        Raises `SourceUnavailable` when the server cannot be reached, refuses, stays busy or redirects (or its
        `ForbiddenAddress` for one in a private network), `BadPicture` when it sends something else or too
        much.
        """
        return self._get(url, self._limits, {"Accept": "image/*"}, _read_picture)

    def fetch_bytes(self, url: str, max_bytes: int, range: tuple[int, int] | None = None) -> bytes:
        """What is at `url`, at most `max_bytes`; of it, with `range` (offset, length), that part alone.

        Raises as `fetch` does, `SourceUnavailable` also when nothing is there, or when the server sends
        another part or the whole.
        """
        if range is None:
            limits = replace(self._limits, max_bytes=max_bytes)
            return self._get(url, limits, {"Accept": "*/*"}, _read_document)
        offset, length = range
        limits = replace(self._limits, max_bytes=min(max_bytes, length))
        headers = {"Accept": "*/*", "Range": f"bytes={offset}-{offset + length - 1}"}
        return self._get(url, limits, headers, functools.partial(_read_part, offset=offset))

    def hide(self, words: Words) -> Words:
        """The words without the source's key, for text that a server sent."""
        try:
            return hide_key(words, self._key())
        except KeyUnavailable:
            return words  # A key that cannot be read was never sent.

    def _get(self, url: str, limits: FetchLimits, headers: dict[str, str], read: Read[Result]) -> Result:
        address = fill_key(url, self._key() if PLACEHOLDER in url else "")
        try:
            return self._try_often(address, limits, headers, read)
        except ImageryError as error:
            failure = type(error)(self.hide(words_of(error)))
        # Not inside the block: the first error's context holds the request, and so the address with the key.
        raise failure

    def _try_often(
        self, url: str, limits: FetchLimits, headers: dict[str, str], read: Read[Result]
    ) -> Result:
        reason: Words = ""
        for attempt in range(limits.attempts):
            self._rate_limit.wait()
            try:
                return _try_once(url, limits, headers, read)
            except TryAgain as failure:
                reason = words_of(failure)
                if attempt + 1 < limits.attempts:
                    self._wait(failure, attempt)
        raise SourceUnavailable(
            _(
                "%(host)s %(reason)s, %(count)d times in a row; "
                "try again later, or check the source's address."
            )
            % {"host": _host(url), "reason": reason, "count": limits.attempts}
        )

    def _wait(self, failure: TryAgain, attempt: int) -> None:
        if failure.wait_s is None:
            # With jitter, so that workers that failed together do not retry together.
            self._sleep(self._limits.first_wait_s * 2**attempt * random.uniform(0.75, 1.25))  # noqa: S311 - no secret
            return
        if failure.wait_s > self._limits.max_wait_s:
            raise SourceUnavailable(
                _(
                    "The tile server asks to wait %(seconds).0f s; try again later, "
                    "or lower the source's requests per second."
                )
                % {"seconds": failure.wait_s}
            )
        self._rate_limit.pause(failure.wait_s)
        self._sleep(failure.wait_s)


def _try_once(url: str, limits: FetchLimits, headers: dict[str, str], read: Read[Result]) -> Result:
    try:
        with _client(settings.TILE_SERVER_ALLOW_PRIVATE, os.getpid()).stream(
            "GET", url, headers=headers, timeout=limits.timeout_s
        ) as answer:
            return read(answer, limits)
    except httpx.TimeoutException as error:
        raise TryAgain(_("did not answer within %(seconds)g s") % {"seconds": limits.timeout_s}) from error
    except httpx.TransportError as error:
        raise TryAgain(_("cannot be reached (%(error)s)") % {"error": error}) from error
    except (httpx.InvalidURL, httpx.HTTPError) as error:
        raise SourceUnavailable(
            _("%(host)s cannot be used (%(error)s); check the source's address.")
            % {"host": _host(url), "error": error}
        ) from error


def _read_picture(answer: httpx.Response, limits: FetchLimits) -> FetchedPicture | None:
    if not has_picture(answer):
        return None
    content = read_body(answer, limits.max_bytes, limits.total_s)
    check_picture(answer.url.host, answer.headers.get("Content-Type", ""), content)
    return FetchedPicture(content, dates_from_headers(answer.headers))


def _read_document(answer: httpx.Response, limits: FetchLimits) -> bytes:
    require_success(answer)
    return read_body(answer, limits.max_bytes, limits.total_s)


def _read_part(answer: httpx.Response, limits: FetchLimits, *, offset: int) -> bytes:
    require_success(answer, expected=206)
    sent = answer.headers.get("Content-Range", "").removeprefix("bytes").strip()
    if not sent.startswith(f"{offset}-"):
        raise SourceUnavailable(
            _("%(host)s sends another part of the file than was asked for.") % {"host": answer.url.host}
        )
    return read_body(answer, limits.max_bytes, limits.total_s)


def _host(url: str) -> str:
    """For messages: the whole address may contain a key."""
    try:
        return httpx.URL(url).host
    except httpx.InvalidURL:
        return str(urlsplit(url).hostname)


@functools.lru_cache(maxsize=4)
def _client(allow_private: bool, pid: int) -> httpx.Client:
    """One client per process, because connections must not be shared across a fork."""
    return httpx.Client(
        transport=GuardedTransport(allow_private=allow_private, max_connections=MAX_CONNECTIONS),
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": "Landscar/0.1 (imagery reader)", "Accept-Encoding": "identity"},
    )
