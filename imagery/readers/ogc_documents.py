"""What capabilities of WMS and WMTS have in common."""

import math
from collections.abc import Callable, Sequence
from typing import TypeVar

from imagery.errors import SourceUnavailable
from imagery.messages import message as _
from imagery.readers.base import Bounds
from imagery.readers.server_words import is_exception_report, reason_in
from imagery.readers.xml_documents import plain_xml

MAX_TEXT = 300
MAX_TIMES = 500

Parsed = TypeVar("Parsed")


def parse_document(content: bytes, host: str, kind: str, parse: Callable[[bytes], Parsed]) -> Parsed:
    """What `parse` makes of the document. Raises `SourceUnavailable` for an error report, for XML that is not
    safe, and for whatever `parse` cannot make sense of."""
    if is_exception_report(content):
        raise SourceUnavailable(
            _("%(host)s answers with an error: %(reason)s. Check the source’s address.")
            % {"host": host, "reason": reason_in(content) or "-"}
        )
    xml = plain_xml(content, host)
    try:
        return parse(xml)
    except Exception as error:  # OWSLib raises AttributeError, TypeError, KeyError, ... for what is not there
        reason = f"{type(error).__name__}: {error}"[:200]
    raise SourceUnavailable(
        _(
            "%(host)s sends no %(kind)s capabilities that can be read (%(reason)s); "
            "check that it is a %(kind)s."
        )
        % {"host": host, "kind": kind, "reason": reason}
    )


def short(text: str | None) -> str:
    return " ".join((text or "").split())[:MAX_TEXT]


def bounds_of(box: Sequence[float] | None) -> Bounds | None:
    """None for what is no area on the globe."""
    if not box or not all(math.isfinite(edge) for edge in box):
        return None
    west, south, east, north = box
    found = Bounds(max(-180.0, west), max(-90.0, south), min(180.0, east), min(90.0, north))
    return found if found.west < found.east and found.south < found.north else None
