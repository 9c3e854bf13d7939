"""Fetches from servers that may be down, slow, busy, misconfigured or hostile. Nothing is ever posted."""

import functools
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Concatenate, ParamSpec, Protocol, TypeAlias, TypeVar

from imagery.errors import ImageryError, SourceUnavailable
from imagery.keys import PLACEHOLDER, KeyUnavailable, fill_key, hide_key, key_of
from imagery.messages import Words, words_of
from imagery.messages import message as _
from imagery.readers.answers import Answer, TryAgain, check_picture, has_picture, require_success
from imagery.readers.base import CaptureDates
from imagery.readers.capture_dates import dates_from_headers
from imagery.readers.exchange import exchange, host_in
from imagery.readers.fetch_limits import FetchLimits
from imagery.readers.http_cache import AnswerCache, Received, TermedSource, cache_of, confirms
from imagery.readers.rate_limit import SharedRateLimit, shared_rate_limit

__all__ = ["FetchLimits", "FetchedPicture", "TileClient", "client_for", "hiding_key"]

DEFAULT_LIMITS = FetchLimits()
Result = TypeVar("Result")
Check: TypeAlias = Callable[[Answer], object]
"""Raises for an answer that is of no use."""


@dataclass(frozen=True)
class FetchedPicture:
    """A picture file as the server sent it, and its capture dates."""

    content: bytes
    dates: CaptureDates
    unchanged: bool = False
    """The picture was kept from an earlier request, and is still fresh or was confirmed by the server."""
    sent_at: datetime | None = None
    """When the server sent these bytes: a tile that was read later has seen them. None when unknown."""


class PacedSource(TermedSource, Protocol):
    """The columns of an `ImagerySource` that say how it is fetched."""

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
    """A client with the source's pace, key and kept answers. The key is looked up at the first request."""
    pace = shared_rate_limit(f"source-{source.pk}", source.requests_per_second)
    return TileClient(pace, limits, key=lambda: key_of(source), cache=cache_of(source))


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
        cache: AnswerCache | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rate_limit = rate_limit
        self._limits = limits or DEFAULT_LIMITS
        self._sleep = sleep
        self._key = functools.cache(key)
        self._cache = cache
        self._clock = clock

    def fetch(self, url: str) -> FetchedPicture | None:
        """The picture at `url`, or None when the server has none.

        Raises `SourceUnavailable` when the server cannot be reached, refuses, stays busy or redirects (or its
        `ForbiddenAddress` for one in a private network), `BadPicture` when it sends something else or too
        much.
        """
        received = self._receive(url, self._limits, {"Accept": "image/*"}, _check_picture)
        answer = received.answer
        if not has_picture(answer):
            return None
        dates = dates_from_headers(answer.headers)
        return FetchedPicture(answer.content, dates, received.unchanged, received.sent_at)

    def fetch_bytes(self, url: str, max_bytes: int, range: tuple[int, int] | None = None) -> bytes:
        """What is at `url`, at most `max_bytes`; of it, with `range` (offset, length), that part alone. Parts
        are never kept.

        Raises as `fetch` does, `SourceUnavailable` also when nothing is there, or when the server sends
        another part or the whole.
        """
        if range is None:
            limits = replace(self._limits, max_bytes=max_bytes)
            return self._receive(url, limits, {"Accept": "*/*"}, require_success).answer.content
        offset, length = range
        limits = replace(self._limits, max_bytes=min(max_bytes, length))
        headers = {"Accept": "*/*", "Range": f"bytes={offset}-{offset + length - 1}"}
        check = functools.partial(_check_part, offset=offset)
        return self._receive(url, limits, headers, check).answer.content

    def hide(self, words: Words) -> Words:
        """The words without the source's key, for text that a server sent."""
        try:
            return hide_key(words, self._key())
        except KeyUnavailable:
            return words  # A key that cannot be read was never sent.

    def _receive(self, url: str, limits: FetchLimits, headers: dict[str, str], check: Check) -> Received:
        def ask(asked: dict[str, str]) -> Answer:
            address = fill_key(url, self._key() if PLACEHOLDER in url else "")
            return self._ask(address, limits, asked, check)

        try:
            if self._cache is None or "Range" in headers:
                return Received(ask(headers), sent_at=datetime.now(UTC))
            return self._cache.receive(url, limits.max_bytes, headers, ask)
        except ImageryError as error:
            failure = type(error)(self.hide(words_of(error)))
        # Not inside the block: the first error's context holds the request, and so the address with the key.
        raise failure

    def _ask(self, url: str, limits: FetchLimits, headers: dict[str, str], check: Check) -> Answer:
        """The server's answer. One that `check` refuses never gets here, and so is never kept."""
        left, attempt = limits.patience_s, 0
        while True:
            self._rate_limit.wait()
            started = self._clock()
            try:
                answer = exchange(url, replace(limits, total_s=min(limits.total_s, left)), headers)
                if not confirms(answer, headers):
                    check(answer)
                return answer
            except TryAgain as failure:
                wait_s = self._wait_after(failure, limits, attempt)
                left -= self._clock() - started + wait_s
                attempt += 1
                if attempt == limits.attempts or left <= 0:
                    raise _gave_up(url, failure, attempt) from failure
            self._sleep(wait_s)

    def _wait_after(self, failure: TryAgain, limits: FetchLimits, attempt: int) -> float:
        """Seconds before the next attempt. What the server asks for holds for all that use the source."""
        if failure.wait_s is None:
            return limits.backoff_s(attempt)
        if failure.wait_s > limits.max_wait_s:
            raise SourceUnavailable(
                _(
                    "The tile server asks to wait %(seconds).0f s; try again later, "
                    "or lower the source's requests per second."
                )
                % {"seconds": failure.wait_s}
            )
        self._rate_limit.pause(failure.wait_s)
        return failure.wait_s


def _gave_up(url: str, failure: TryAgain, attempts: int) -> SourceUnavailable:
    return SourceUnavailable(
        _("%(host)s %(reason)s, %(count)d times in a row; try again later, or check the source's address.")
        % {"host": host_in(url), "reason": words_of(failure), "count": attempts}
    )


def _check_picture(answer: Answer) -> None:
    if has_picture(answer):
        check_picture(answer.host, answer.headers.get("Content-Type", ""), answer.content)


def _check_part(answer: Answer, *, offset: int) -> None:
    require_success(answer, expected=206)
    sent = answer.headers.get("Content-Range", "").removeprefix("bytes").strip()
    if not sent.startswith(f"{offset}-"):
        raise SourceUnavailable(
            _("%(host)s sends another part of the file than was asked for.") % {"host": answer.host}
        )
