"""One request and its answer, bounded in time and size. Nothing is ever posted."""

import functools
import logging
import os
import zlib
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import httpx2
from django.conf import settings

from imagery.errors import BadPicture, SourceUnavailable
from imagery.messages import message as _
from imagery.readers.answers import Answer, TryAgain
from imagery.readers.connections import is_late, within
from imagery.readers.fetch_limits import FetchLimits
from imagery.readers.safe_transport import GuardedTransport
from imagery.readers.server_words import MAX_SEARCHED

MAX_CONNECTIONS = 16
INFLATED_AT_ONCE = 64 * 1024
REASON_S = 5.0

# httpx2 logs whole addresses at INFO, httpcore2 all headers at DEBUG, and both may contain keys.
for _name in ("httpx2", "httpcore2", "hpack"):
    logging.getLogger(_name).setLevel(logging.WARNING)


def exchange(url: str, limits: FetchLimits, headers: Mapping[str, str]) -> Answer:
    """What the server answers; its body whole where the status is that of success.

    Raises `TryAgain` when it cannot be reached or is too slow, `BadPicture` when it sends too much,
    `SourceUnavailable` when the address or the compression cannot be used, `ForbiddenAddress` for a private
    network.
    """
    with within(limits.total_s):
        try:
            return _exchange(url, limits, headers)
        except httpx2.TimeoutException as error:
            if is_late():
                words = _("took more than %(seconds)g s to send one tile") % {"seconds": limits.total_s}
            else:
                words = _("did not answer within %(seconds)g s") % {"seconds": limits.timeout_s}
            raise TryAgain(words) from error
        except httpx2.TransportError as error:
            raise TryAgain(_("cannot be reached (%(error)s)") % {"error": error}) from error
        except (httpx2.InvalidURL, httpx2.HTTPError) as error:
            raise SourceUnavailable(
                _("%(host)s cannot be used (%(error)s); check the source's address.")
                % {"host": host_in(url), "error": error}
            ) from error


def _exchange(url: str, limits: FetchLimits, headers: Mapping[str, str]) -> Answer:
    client = _client(settings.TILE_SERVER_ALLOW_PRIVATE, os.getpid())
    with client.stream("GET", url, headers=dict(headers), timeout=limits.timeout_s) as answer:
        is_wanted = answer.status_code == (206 if "Range" in headers else 200)
        content = read_body(answer, limits.max_bytes) if is_wanted else _beginning(answer)
        target = answer.next_request.url.host if answer.next_request else answer.url.host
        return Answer(
            host=answer.url.host,
            status=answer.status_code,
            reason=answer.reason_phrase,
            headers=answer.headers,
            content=content,
            redirects_to=target if answer.has_redirect_location else "",
        )


def _beginning(answer: httpx2.Response) -> bytes:
    """Of an answer that is no success, enough to find its reason; nothing where it cannot be read."""
    try:
        with within(REASON_S):
            return read_body(answer, MAX_SEARCHED)
    except (TryAgain, BadPicture, SourceUnavailable, httpx2.HTTPError):
        return b""


def host_in(url: str) -> str:
    """For messages: the whole address may contain a key."""
    try:
        return httpx2.URL(url).host
    except httpx2.InvalidURL:
        return str(urlsplit(url).hostname)


@functools.lru_cache(maxsize=4)
def _client(allow_private: bool, pid: int) -> httpx2.Client:
    """One client per process, because connections must not be shared across a fork."""
    return httpx2.Client(
        transport=GuardedTransport(allow_private=allow_private, max_connections=MAX_CONNECTIONS),
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": "Landscar/0.1 (imagery reader)", "Accept-Encoding": "identity"},
    )


def read_body(answer: httpx2.Response, max_bytes: int) -> bytes:
    """The decoded body, of which never more than `max_bytes` and 64 KiB are held.

    Raises `BadPicture` when it is larger, `SourceUnavailable` when it is compressed by another method than
    gzip or deflate; no compression was asked for.
    """
    content = bytearray()
    for part in _decoded(answer):
        content += part
        if len(content) > max_bytes:
            raise _too_large(answer, max_bytes)
    return bytes(content)


def _decoded(answer: httpx2.Response) -> Iterator[bytes]:
    """The raw parts, decompressed here: httpx2 would decompress each one whole before its size is known."""
    coding = answer.headers.get("Content-Encoding", "").strip().lower()
    if coding in {"", "identity"}:
        yield from answer.iter_raw()
        return
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise SourceUnavailable(
            _("%(host)s compresses its answers (%(coding)s) although it was asked not to; it cannot be used.")
            % {"host": answer.url.host, "coding": coding[:40]}
        )
    yield from _inflated(answer)


def _inflated(answer: httpx2.Response) -> Iterator[bytes]:
    inflater = zlib.decompressobj(wbits=47)  # gzip or zlib, by its header
    try:
        for part in answer.iter_raw():
            waiting = part
            while waiting:
                yield inflater.decompress(waiting, INFLATED_AT_ONCE)
                waiting = inflater.unconsumed_tail
        yield inflater.flush()
    except zlib.error as error:
        raise TryAgain(_("sends a damaged compressed answer (%(error)s)") % {"error": error}) from error
    if not inflater.eof:
        raise TryAgain(_("breaks its compressed answer off"))


def _too_large(answer: httpx2.Response, max_bytes: int) -> BadPicture:
    return BadPicture(
        _(
            "%(host)s sends more than %(size).1f MiB in one answer; "
            "check that the source’s address is that of tiles or of a service, not of a whole picture."
        )
        % {"host": answer.url.host, "size": max_bytes / 2**20}
    )
