"""XML from servers, checked before a parser sees it."""

import codecs
import re

from imagery.errors import SourceUnavailable
from imagery.messages import message as _

MAX_XML_BYTES = 12 * 1024 * 1024

_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_KNOWN_ENCODING = re.compile(r"utf-8|us-ascii|iso-8859-(?:[1-9]|1[01345])|windows-125[0-8]|koi8-[ru]")
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
# WMS 1.1.1 wants one, with a subset of element declarations.
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]{0,500}(?:\[(?:[^\]]{0,5000})\])?\s*>")


def plain_xml(content: bytes, host: str) -> bytes:
    """The document as UTF-8 without declaration and document type, so that no parser finds an entity in it,
    whatever encoding it came in.

    Raises `SourceUnavailable` for what is no XML or defines entities.
    """
    text = _decoded(content)
    # A parser takes zeros for a sign of another encoding, in which it would read what is not checked here.
    if not text.lstrip().startswith("<") or "\0" in text:
        raise SourceUnavailable(_("%(host)s sends no XML where its capabilities should be.") % {"host": host})
    if re.search(r"<!ENTITY", text, re.IGNORECASE):
        raise SourceUnavailable(
            _("%(host)s sends XML that defines entities, which can be a trap; it is not read.")
            % {"host": host}
        )
    plain = _DOCTYPE.sub("", _DECLARATION.sub("", text, count=1), count=1)
    if re.search(r"<!DOCTYPE", plain, re.IGNORECASE):
        raise SourceUnavailable(
            _("%(host)s sends XML with an unusual document type; it is not read.") % {"host": host}
        )
    return plain.encode()


def _decoded(content: bytes) -> str:
    for mark, name in _MARKS.items():
        if content.startswith(mark):
            return content.decode(name, errors="replace")
    declared = _DECLARED.search(content[:1000])
    name = declared[1].decode().lower() if declared else "utf-8"
    return content.decode(name if _KNOWN_ENCODING.fullmatch(name) else "utf-8", errors="replace")
