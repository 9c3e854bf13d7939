"""The reason that a server gives in an error's body, whatever format it is in."""

import html
import json
import re
from typing import Any

MAX_REASON = 200
MAX_SEARCHED = 64 * 1024

# A pattern, not a parser: the text comes from anybody, and only its words are wanted.
_XML_REASON = re.compile(
    r"<(?:\w+:)?(ServiceException|ExceptionText)\b[^>]{0,300}>(.{1,4000}?)</(?:\w+:)?\1\s*>", re.DOTALL
)
_XML_CODE = re.compile(r"<(?:\w+:)?(?:Service)?Exception\b[^>]{0,300}?[cC]ode=[\"']([\w .-]{1,100})")
_TAG = re.compile(r"<[^>]*>")
_JSON_KEYS = ("message", "error_description", "error", "detail", "details", "title")


def reason_in(content: bytes) -> str:
    """The reason in an OGC exception report or a JSON error, on one line of at most 200 characters.

    Empty when there is none, which is so for web pages: their text is meant for browsers.
    """
    text = content[:MAX_SEARCHED].decode("utf-8", errors="replace").lstrip("\ufeff \r\n\t")
    if text.startswith("<"):
        return _brief(_reason_in_xml(text))
    if text.startswith("{"):
        return _brief(_reason_in_json(text))
    return ""


def is_exception_report(content: bytes) -> bool:
    """True for XML that reports an error, which some servers send with status 200."""
    head = content[:2048].lower()
    return head.lstrip().startswith(b"<") and (b"exceptionreport" in head or b"serviceexception" in head)


def _reason_in_xml(text: str) -> str:
    found = _XML_REASON.search(text)
    if not found or not found[2].strip():
        code = _XML_CODE.search(text)
        return code[1] if code else ""
    inner = found[2].replace("<![CDATA[", "").replace("]]>", "")
    return html.unescape(_TAG.sub(" ", inner))


def _reason_in_json(text: str) -> str:
    try:
        return _message_of(json.loads(text), depth=3)
    except (ValueError, RecursionError):
        return ""


def _message_of(value: Any, depth: int) -> str:
    if isinstance(value, dict) and depth:
        said = (_message_of(value[key], depth - 1) for key in _JSON_KEYS if key in value)
        return next(filter(None, said), "")
    if isinstance(value, list) and value and depth:
        return _message_of(value[0], depth - 1)
    return value if isinstance(value, str) else ""


def _brief(text: str) -> str:
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split()).rstrip(".")
    return line if len(line) <= MAX_REASON else f"{line[:MAX_REASON]}…"
