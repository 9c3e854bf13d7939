"""What a server's answer means: a picture, none, a refusal, or a reason to try again. Bodies are bounded."""

import email.utils
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx

from imagery.errors import BadPicture, KeyRefused, SourceUnavailable
from imagery.messages import Message, Words
from imagery.messages import message as _
from imagery.readers.server_words import MAX_SEARCHED, is_exception_report, reason_in

NO_PICTURE = {204, 404, 410}
RETRYABLE = {408, 425, 429, 500, 502, 503, 504}
# The first bytes of JPEG, PNG, WebP (checked further) and GIF.
MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"GIF8")
INFLATED_AT_ONCE = 64 * 1024
MAX_JPEG_SCANS = 64
"""A progressive JPEG has about ten. Each scan is decoded over the whole picture, and costs a few bytes."""


class TryAgain(Exception):
    """This attempt failed, but another may succeed."""

    def __init__(self, reason: Words, wait_s: float | None = None) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


def has_picture(answer: httpx.Response) -> bool:
    """False when the server has no picture; raises for every other response than success."""
    if answer.status_code in NO_PICTURE or answer.headers.get("X-VE-Tile-Info", "").lower() == "no-tile":
        return False
    require_success(answer)
    return True


def require_success(answer: httpx.Response, expected: int = 200) -> None:
    """Raises `TryAgain` or `SourceUnavailable` for a response with another status."""
    if answer.status_code in RETRYABLE:
        words = _("answers %(status)s") % {"status": status_of(answer)}
        raise TryAgain(words, _requested_wait(answer.headers.get("Retry-After", "")))
    if answer.status_code != expected:
        refused = KeyRefused if answer.status_code in {401, 403} else SourceUnavailable
        raise refused(_refusal(answer))


def _refusal(answer: httpx.Response) -> Message:
    about: dict[str, object] = {"host": answer.url.host, "status": status_of(answer)}
    if answer.is_redirect:
        target = answer.next_request.url.host if answer.next_request else answer.url.host
        return _(
            "%(host)s redirects to %(target)s (%(status)s), which is not followed; "
            "use the address that it redirects to."
        ) % (about | {"target": target})
    reason = _reason_of(answer)
    if answer.status_code in {401, 403}:
        if reason:
            return _("%(host)s refuses (%(status)s: %(reason)s); check the key.") % (
                about | {"reason": reason}
            )
        return _("%(host)s refuses (%(status)s); check the key in the address.") % about
    if answer.status_code == 200:
        return _("%(host)s sends the whole file instead of the part that was asked for.") % about
    if reason:
        return _("%(host)s answers %(status)s: %(reason)s. Check the source’s address and settings.") % (
            about | {"reason": reason}
        )
    return _("%(host)s answers %(status)s; check the source's address.") % about


def _reason_of(answer: httpx.Response) -> str:
    try:
        return reason_in(read_body(answer, MAX_SEARCHED, total_s=5.0))
    except (TryAgain, BadPicture, SourceUnavailable, httpx.HTTPError):
        return ""


def status_of(answer: httpx.Response) -> str:
    return f"{answer.status_code} {answer.reason_phrase}".strip()[:100]


def _requested_wait(value: str) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or a date."""
    if value.strip().isdigit():
        return float(value)
    try:
        when = email.utils.parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    return max(0.0, (when.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def read_body(answer: httpx.Response, max_bytes: int, total_s: float) -> bytes:
    """The decoded body, of which never more than `max_bytes` and 64 KiB are held.

    Raises `BadPicture` when it is larger, `TryAgain` when it takes longer, `SourceUnavailable` when it is
    compressed by another method than gzip or deflate; no compression was asked for.
    """
    content, started = bytearray(), time.monotonic()
    for part in _decoded(answer):
        content += part
        if len(content) > max_bytes:
            raise _too_large(answer, max_bytes)
        if time.monotonic() - started > total_s:
            raise TryAgain(_("took more than %(seconds)g s to send one tile") % {"seconds": total_s})
    return bytes(content)


def _decoded(answer: httpx.Response) -> Iterator[bytes]:
    """The raw parts, decompressed here: httpx would decompress each one whole before its size is known."""
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


def _inflated(answer: httpx.Response) -> Iterator[bytes]:
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


def _too_large(answer: httpx.Response, max_bytes: int) -> BadPicture:
    return BadPicture(
        _(
            "%(host)s sends more than %(size).1f MiB in one answer; "
            "check that the source’s address is that of tiles or of a service, not of a whole picture."
        )
        % {"host": answer.url.host, "size": max_bytes / 2**20}
    )


def check_picture(host: str, content_type: str, content: bytes) -> None:
    """Raise for anything but a picture. Judged by the first bytes: many servers send a wrong content type."""
    if content.startswith(MAGIC) and (not content.startswith(b"RIFF") or content[8:12] == b"WEBP"):
        _refuse_endless_jpeg(host, content)
        return
    if reason := reason_in(content):
        raise BadPicture(
            _("%(host)s sends an error instead of a picture: %(reason)s") % {"host": host, "reason": reason}
        )
    kind: Words = content_type.partition(";")[0].strip()[:60] or _("an unknown type")
    if is_exception_report(content):
        kind = _("an error without a reason")
    elif b"<html" in content[:1024].lower() or b"<!doctype html" in content[:1024].lower():
        kind = _("a web page (HTML)")
    raise BadPicture(
        _(
            "%(host)s sends %(kind)s instead of a picture, %(size)d bytes; "
            "open a tile's address in a browser to see the response."
        )
        % {"host": host, "kind": kind, "size": len(content)}
    )


def _refuse_endless_jpeg(host: str, content: bytes) -> None:
    # In compressed data 0xFF is followed by 0x00, so this counts scans, and at most a few bytes of metadata.
    if content.startswith(b"\xff\xd8") and content.count(b"\xff\xda") > MAX_JPEG_SCANS:
        raise BadPicture(
            _("%(host)s sends a JPEG that is made to take very long to open; it was not opened.")
            % {"host": host}
        )
