"""What a server's answer means: a picture, none, a refusal, or a reason to try again."""

import email.utils
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx2

from imagery.errors import BadPicture, KeyRefused, SourceUnavailable
from imagery.messages import Message, Words
from imagery.messages import message as _
from imagery.readers.server_words import is_exception_report, reason_in

NO_PICTURE = {204, 404, 410}
RETRYABLE = {408, 425, 429, 500, 502, 503, 504}
# The first bytes of JPEG, PNG, WebP (checked further) and GIF.
MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"GIF8")
MAX_JPEG_SCANS = 64
"""A progressive JPEG has about ten. Each scan is decoded over the whole picture, and costs a few bytes."""


@dataclass(frozen=True)
class Answer:
    """What a server sent, read within bounds and decompressed."""

    host: str
    status: int
    reason: str
    headers: httpx2.Headers
    content: bytes = b""
    """Of an answer that is no success, the beginning at most."""
    redirects_to: str = ""
    """The host that the server points to."""

    @property
    def status_line(self) -> str:
        return f"{self.status} {self.reason}".strip()[:100]


class TryAgain(Exception):
    """This attempt failed, but another may succeed."""

    def __init__(self, reason: Words, wait_s: float | None = None) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


def has_picture(answer: Answer) -> bool:
    """False when the server has no picture; raises for every other response than success."""
    if answer.status in NO_PICTURE or answer.headers.get("X-VE-Tile-Info", "").lower() == "no-tile":
        return False
    require_success(answer)
    return True


def require_success(answer: Answer, expected: int = 200) -> None:
    """Raises `TryAgain` or `SourceUnavailable` for a response with another status."""
    if answer.status in RETRYABLE:
        words = _("answers %(status)s") % {"status": answer.status_line}
        raise TryAgain(words, _requested_wait(answer.headers.get("Retry-After", "")))
    if answer.status != expected:
        refused = KeyRefused if answer.status in {401, 403} else SourceUnavailable
        raise refused(_refusal(answer))


def _refusal(answer: Answer) -> Message:
    about: dict[str, object] = {"host": answer.host, "status": answer.status_line}
    if answer.redirects_to:
        return _(
            "%(host)s redirects to %(target)s (%(status)s), which is not followed; "
            "use the address that it redirects to."
        ) % (about | {"target": answer.redirects_to})
    reason = reason_in(answer.content)
    if answer.status in {401, 403}:
        if reason:
            return _("%(host)s refuses (%(status)s: %(reason)s); check the key.") % (
                about | {"reason": reason}
            )
        return _("%(host)s refuses (%(status)s); check the key in the address.") % about
    if answer.status == 200:
        return _("%(host)s sends the whole file instead of the part that was asked for.") % about
    if reason:
        return _("%(host)s answers %(status)s: %(reason)s. Check the source’s address and settings.") % (
            about | {"reason": reason}
        )
    return _("%(host)s answers %(status)s; check the source's address.") % about


def _requested_wait(value: str) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or a date."""
    if value.strip().isdigit():
        return float(value)
    try:
        when = email.utils.parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    return max(0.0, (when.astimezone(UTC) - datetime.now(UTC)).total_seconds())


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
