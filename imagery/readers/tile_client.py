"""Fetches one picture from a tile server that may be down, slow, busy, misconfigured or hostile."""

import email.utils
import functools
import logging
import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from django.conf import settings

from imagery.errors import BadPicture, SourceUnavailable
from imagery.messages import Message, Words, words_of
from imagery.messages import message as _
from imagery.readers.base import CaptureDates
from imagery.readers.capture_dates import dates_from_headers
from imagery.readers.rate_limit import SharedRateLimit
from imagery.readers.safe_transport import GuardedTransport

MAX_CONNECTIONS = 16
NO_PICTURE = {204, 404, 410}
RETRYABLE = {408, 425, 429, 500, 502, 503, 504}
# The first bytes of JPEG, PNG, WebP (checked further) and GIF.
MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"GIF8")

# httpx logs whole addresses at INFO, and addresses may contain keys.
logging.getLogger("httpx").setLevel(logging.WARNING)


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


@dataclass(frozen=True)
class FetchedPicture:
    """A picture file as the server sent it, and its capture dates."""

    content: bytes
    dates: CaptureDates


class _TryAgain(Exception):
    """This attempt failed, but another may succeed."""

    def __init__(self, reason: Words, wait_s: float | None = None) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


class TileClient:
    """Fetches pictures within the limits and the source's rate. Thread-safe."""

    def __init__(
        self,
        rate_limit: SharedRateLimit,
        limits: FetchLimits | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._rate_limit = rate_limit
        self._limits = limits or DEFAULT_LIMITS
        self._sleep = sleep

    def fetch(self, url: str) -> FetchedPicture | None:
        """The picture at `url`, or None when the server has none.

        Raises `SourceUnavailable` when the server cannot be reached, refuses, stays busy or redirects (or its
        `ForbiddenAddress` for one in a private network), `BadPicture` when it sends something else or too
        much.
        """
        reason: Words = ""
        for attempt in range(self._limits.attempts):
            self._rate_limit.wait()
            try:
                return self._try_once(url)
            except _TryAgain as failure:
                reason = words_of(failure)
                if attempt + 1 < self._limits.attempts:
                    self._wait(failure, attempt)
        raise SourceUnavailable(
            _(
                "%(host)s %(reason)s, %(count)d times in a row; "
                "try again later, or check the source's address."
            )
            % {"host": _host(url), "reason": reason, "count": self._limits.attempts}
        )

    def _wait(self, failure: _TryAgain, attempt: int) -> None:
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

    def _try_once(self, url: str) -> FetchedPicture | None:
        try:
            with _client(settings.TILE_SERVER_ALLOW_PRIVATE, os.getpid()).stream(
                "GET", url, timeout=self._limits.timeout_s
            ) as answer:
                if not _has_picture(answer):
                    return None
                content = self._read(answer)
                _check_kind(answer, content)
                return FetchedPicture(content, dates_from_headers(answer.headers))
        except httpx.TimeoutException as error:
            raise _TryAgain(
                _("did not answer within %(seconds)g s") % {"seconds": self._limits.timeout_s}
            ) from error
        except httpx.TransportError as error:
            raise _TryAgain(_("cannot be reached (%(error)s)") % {"error": error}) from error
        except (httpx.InvalidURL, httpx.DecodingError) as error:
            raise SourceUnavailable(
                _("%(host)s cannot be used (%(error)s); check the source's address.")
                % {"host": _host(url), "error": error}
            ) from error

    def _read(self, answer: httpx.Response) -> bytes:
        """The body. Raises when it is too large or takes too long."""
        content, started = bytearray(), time.monotonic()
        for part in answer.iter_bytes():
            content += part
            if len(content) > self._limits.max_bytes:
                raise _too_large(answer, self._limits.max_bytes)
            if time.monotonic() - started > self._limits.total_s:
                raise _TryAgain(
                    _("took more than %(seconds)g s to send one tile") % {"seconds": self._limits.total_s}
                )
        return bytes(content)


def _too_large(answer: httpx.Response, max_bytes: int) -> BadPicture:
    return BadPicture(
        _(
            "%(host)s sends more than %(size).1f MiB for one tile; "
            "check that the source's address is that of tiles, not of whole pictures."
        )
        % {"host": answer.url.host, "size": max_bytes / 2**20}
    )


def _has_picture(answer: httpx.Response) -> bool:
    """False when the server has no picture; raises for every other response than success."""
    if answer.status_code in NO_PICTURE or answer.headers.get("X-VE-Tile-Info", "").lower() == "no-tile":
        return False
    if answer.status_code in RETRYABLE:
        words = _("answers %(status)s") % {"status": _status(answer)}
        raise _TryAgain(words, _requested_wait(answer.headers.get("Retry-After", "")))
    if answer.status_code != 200:
        raise SourceUnavailable(_refusal(answer) % {"host": answer.url.host, "status": _status(answer)})
    return True


def _refusal(answer: httpx.Response) -> Message:
    if answer.is_redirect:
        return _(
            "%(host)s redirects (%(status)s), which is not followed; use the address that it redirects to."
        )
    if answer.status_code in {401, 403}:
        return _("%(host)s refuses (%(status)s); check the key in the address.")
    return _("%(host)s answers %(status)s; check the source's address.")


def _status(answer: httpx.Response) -> str:
    return f"{answer.status_code} {answer.reason_phrase}".strip()


def _requested_wait(value: str) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or a date."""
    if value.strip().isdigit():
        return float(value)
    try:
        when = email.utils.parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    return max(0.0, (when.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def _check_kind(answer: httpx.Response, content: bytes) -> None:
    """Raise for anything but a picture. Judged by the first bytes: many servers send a wrong content type."""
    if content.startswith(MAGIC) and (not content.startswith(b"RIFF") or content[8:12] == b"WEBP"):
        return
    kind: Words = answer.headers.get("Content-Type", "").partition(";")[0].strip() or _("an unknown type")
    if b"<html" in content[:1024].lower() or b"<!doctype html" in content[:1024].lower():
        kind = _("a web page (HTML)")
    raise BadPicture(
        _(
            "%(host)s sends %(kind)s instead of a picture, %(size)d bytes; "
            "open a tile's address in a browser to see the response."
        )
        % {"host": answer.url.host, "kind": kind, "size": len(content)}
    )


def _host(url: str) -> str:
    """For messages: the whole address may contain a key."""
    return httpx.URL(url).host


@functools.lru_cache(maxsize=4)
def _client(allow_private: bool, pid: int) -> httpx.Client:
    """One client per process, because connections must not be shared across a fork."""
    return httpx.Client(
        transport=GuardedTransport(allow_private=allow_private, max_connections=MAX_CONNECTIONS),
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": "Landscar/0.1 (imagery reader)", "Accept": "image/*"},
    )
