"""Answers that are kept as HTTP (RFC 9111) and the terms of their source allow.

hishel decides what may be kept, what is fresh, what a stale answer is asked again with, and what a 304 means.
`KeptAnswers` keeps them on disk.
"""

import email.utils
import functools
import hashlib
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol

import hishel
import httpx2
from django.conf import settings

from imagery.keys import KeyedSource, KeyUnavailable, key_of, repeats_key
from imagery.readers.answers import NO_PICTURE, Answer
from imagery.readers.exchange import host_in
from imagery.readers.kept_answers import DAY_S, MIB, KeptAnswer, KeptAnswers

# Workers read for many people, so `private` answers are not kept; stale ones are never used unasked.
OPTIONS = hishel.CacheOptions(shared=True, supported_methods=["GET"], allow_stale=False)
KEPT_STATUS = {200} | NO_PICTURE
CONDITIONS = {"If-None-Match", "If-Modified-Since"}
CLOCKS_DIFFER_S = 60.0
# What freshness, confirmation and the pictures' dates need. Others, such as cookies, have no use here.
KEPT_HEADERS = (
    "cache-control",
    "content-type",
    "data-capture-date-range",
    "date",
    "etag",
    "expires",
    "last-modified",
    "vary",
    "x-ve-tile-info",
    "x-ve-tilemeta-capturedatesrange",
)

Ask = Callable[[dict[str, str]], Answer]
"""Sends a request with these headers, at the source's pace, and gives the answer."""


@dataclass(frozen=True)
class Received:
    """An answer, and whether it was kept from earlier: still fresh, or confirmed by the server."""

    answer: Answer
    unchanged: bool = False
    sent_at: datetime | None = None
    """When the server sent the content."""


class TermedSource(KeyedSource, Protocol):
    """The columns of an `ImagerySource` that say whether and for how long answers may be kept."""

    @property
    def pk(self) -> Any: ...

    revision: int
    may_cache: bool
    keep_days: int | None


def cache_of(source: TermedSource) -> "AnswerCache | None":
    """The source's kept answers; None when its terms or the operator's settings allow none, or while it is
    not stored, since nobody has said what its terms are."""
    if not source.may_cache or source.pk is None or not settings.IMAGERY_CACHE_MIB:
        return None
    keep_s = None if source.keep_days is None else source.keep_days * DAY_S
    kept = KeptAnswers(settings.DATA_ROOT, settings.IMAGERY_CACHE_MIB * MIB, str(source.pk), keep_s)
    return AnswerCache(kept, f"{source.pk} {source.revision}", functools.cache(lambda: key_of(source)))


def confirms(answer: Answer, asked: Mapping[str, str]) -> bool:
    """Whether the server says that what we have is still right, as it was asked."""
    return answer.status == 304 and not CONDITIONS.isdisjoint(asked)


class AnswerCache:
    """One source's answers. Thread-safe. `{key}` in an address stays: keys are never kept, nor is an answer
    that repeats one."""

    def __init__(self, kept: KeptAnswers, scope: str, key: Callable[[], str] = str) -> None:
        self._kept, self._scope, self._key = kept, scope, key

    def receive(self, url: str, max_bytes: int, headers: Mapping[str, str], ask: Ask) -> Received:
        """The kept answer if it is fresh, otherwise what the server says. Raises as `ask` does."""
        name = self._name(url, max_bytes, headers)
        request = hishel.Request("GET", name, hishel.Headers(dict(headers)))
        had = self._kept.find(name)
        entries = [] if had is None else [_entry(request, had)]
        state: hishel.AnyState = hishel.IdleClient(OPTIONS).next(request, entries)
        while isinstance(state, hishel.CacheMiss | hishel.NeedRevalidation):
            asked = {header.title(): value for header, value in state.request.headers.items()}
            answer, sent = ask(asked), time.time()
            state = state.next(_response(answer.status, _useful(answer.headers, sent)))
            while isinstance(state, hishel.InvalidateEntries):
                state = state.next()  # There is one entry, which is replaced or forgotten.
            if isinstance(state, hishel.StoreAndUse | hishel.CouldNotBeStored):
                headers = dict(state.response.headers) if isinstance(state, hishel.StoreAndUse) else {}
                self._keep(name, KeptAnswer(answer.status, headers, answer.content, sent))
                return Received(answer, sent_at=datetime.fromtimestamp(sent, UTC))
        assert had is not None  # noqa: S101 - hishel answers from what it was given
        if isinstance(state, hishel.NeedToBeUpdated):
            had = replace(had, headers=dict(state.updating_entries[-1].response.headers))
            self._keep(name, had)
        answer = Answer(host_in(url), had.status, "", httpx2.Headers(dict(had.headers)), had.content)
        return Received(answer, unchanged=True, sent_at=datetime.fromtimestamp(had.sent, UTC))

    def _name(self, url: str, max_bytes: int, headers: Mapping[str, str]) -> str:
        """Also by what is asked for and how much is accepted: an entry answers one kind of question."""
        asked = sorted(f"{name}: {value}" for name, value in headers.items())
        return hashlib.sha256("\n".join([self._scope, str(max_bytes), *asked, url]).encode()).hexdigest()

    def _keep(self, name: str, answer: KeptAnswer) -> None:
        """In place of what was kept before, which is outdated in any case."""
        is_useful = answer.status in KEPT_STATUS and _is_worth_keeping(answer.headers)
        if is_useful and not self._repeats_key(answer):
            self._kept.keep(name, answer)
        else:
            self._kept.forget(name)

    def _repeats_key(self, answer: KeptAnswer) -> bool:
        try:
            key = self._key()
        except KeyUnavailable:
            return False  # It was never sent.
        return any(repeats_key(part, key) for part in (answer.content, str(answer.headers).encode()))


def _response(status: int, headers: Mapping[str, str]) -> hishel.Response:
    return hishel.Response(status, hishel.Headers(dict(headers)))


def _entry(request: hishel.Request, kept: KeptAnswer) -> hishel.Entry:
    """What is kept, as hishel takes it. How long an answer is fresh is never guessed from its age, and a
    server whose clock is ahead is not believed."""
    headers = dict(kept.headers)
    date = _moment(headers.get("date", ""))
    if not _says_how_long(headers) or (date is not None and date > time.time() + CLOCKS_DIFFER_S):
        headers["cache-control"] = f"{headers.get('cache-control', '')}, no-cache".lstrip(", ")
    return hishel.Entry(uuid.uuid4(), request, _response(kept.status, headers))


def _useful(headers: httpx2.Headers, sent: float) -> dict[str, str]:
    """The headers that are kept, with the date at which the answer was made: hishel does not look at Age."""
    kept = {name: headers[name] for name in KEPT_HEADERS if name in headers}
    date, age = _moment(kept.get("date", "")), headers.get("age", "")
    made = min(sent if date is None else date, sent - (float(age) if age.isdigit() else 0.0))
    return kept if made == date else kept | {"date": email.utils.formatdate(made, usegmt=True)}


def _moment(value: str) -> float | None:
    try:
        return email.utils.parsedate_to_datetime(value).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None


def _says_how_long(headers: Mapping[str, str]) -> bool:
    control = headers.get("cache-control", "").lower()
    return "max-age=" in control or "s-maxage=" in control or "expires" in headers


def _is_worth_keeping(headers: Mapping[str, str]) -> bool:
    return "etag" in headers or "last-modified" in headers or _says_how_long(headers)
