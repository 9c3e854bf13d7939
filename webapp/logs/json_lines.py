"""The log as JSON: one line an event, with what it is about, and never a key or a cookie.

gunicorn's processes load this before Django is set up, so it needs none of Django's settings.
"""

import logging
import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from pythonjsonlogger.json import JsonFormatter

from campaigns.log_context import log_facts

EXTRAS = ("method", "route", "status", "seconds")
"""Attributes of a record that are written. Others are not: Django hangs whole requests on records."""
HIDDEN = "[hidden]"
SHORTEST_SECRET = 6
SECRET_VARIABLES = ("LANDSCAR_SECRET_KEY", "LANDSCAR_METRICS_TOKEN", "LANDSCAR_POSTGRES_PASSWORD")
LISTS_OF_SECRETS = ("LANDSCAR_SECRET_KEY_FALLBACKS", "LANDSCAR_IMAGERY_KEYS")
URLS_WITH_PASSWORDS = ("LANDSCAR_DATABASE_URL", "LANDSCAR_BROKER_URL", "LANDSCAR_EMAIL_URL")
PATTERNS = [
    # A cookie or key by its name, in a header or an address.
    re.compile(
        r"(?i)\b((?:session|csrf)\w*|[\w-]*(?:api[_-]?key|access[_-]?token|token|signature|secret)|key|sig)"
        r"(=|['\"]?: ?['\"]?)[^&;,\s'\"]+"
    ),
    re.compile(r"(?i)\b(bearer|basic|cookie:)( )\S+"),
    # user:password@ of an address.
    re.compile(r"(://[^/\s:@]*)(:)[^/\s@]+(?=@)"),
    # Links that let in whoever has them.
    re.compile(r"(/(?:invite|first-admin|password/set/[\w-]+)/)()[\w-]{8,}"),
]


class JsonLines(JsonFormatter):
    """`time` (UTC), `level`, `logger`, `message`, `exception`, and what `campaigns.log_context` knows:
    `request_id`, `task_id`, `task`, `job_id`, `chunk`."""

    def __init__(self) -> None:
        super().__init__(json_ensure_ascii=False)
        self._secrets = secrets_of(os.environ)

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        log_data["time"] = datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds")
        log_data["level"] = record.levelname
        log_data["logger"] = record.name
        log_data["message"] = self._clean(record.getMessage())
        log_data.update(log_facts())
        log_data.update({name: record.__dict__[name] for name in EXTRAS if name in record.__dict__})
        if message_dict.get("exc_info"):
            log_data["exception"] = self._clean(message_dict["exc_info"])

    def _clean(self, text: str) -> str:
        if self._secrets is not None:
            text = self._secrets.sub(HIDDEN, text)
        for pattern in PATTERNS:
            text = pattern.sub(rf"\1\2{HIDDEN}", text)
        return text


def secrets_of(environment: Mapping[str, str]) -> "re.Pattern[str] | None":
    """Matches the secrets that this process was started with; None when there are none."""
    found = {environment.get(name, "") for name in SECRET_VARIABLES}
    for name in LISTS_OF_SECRETS:
        entries = (entry.strip() for entry in environment.get(name, "").split(","))
        found |= {entry.partition("=")[2].strip() or entry for entry in entries}
    for name in URLS_WITH_PASSWORDS:
        found |= _passwords_of(environment.get(name, ""))
    long = sorted((one for one in found if len(one) >= SHORTEST_SECRET), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, long))) if long else None


def _passwords_of(url: str) -> set[str]:
    try:
        password = urlsplit(url).password or ""
    except ValueError:
        return set()
    return {password, unquote(password)}
