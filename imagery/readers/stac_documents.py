"""STAC documents: items, collections of them, and APIs, fetched through the guarded client.

The documents come from strangers. Every link in them is checked like an address that a person gave, and their
numbers and sizes are bounded.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from imagery.errors import SourceUnavailable
from imagery.messages import message as _
from imagery.readers.base import Bounds
from imagery.readers.tile_client import TileClient

MAX_DOCUMENT_BYTES = 8 * 1024 * 1024
MAX_DOCUMENTS = 500
"""Fetched for one source, one by one, where no API can be searched."""
MAX_ITEMS = 2000
MAX_PAGES = 10
MAX_DEPTH = 3
PAGE_ITEMS = 200
KEPT_S = 600.0
MAX_KEPT = 2000

Document = dict[str, Any]
_kept: dict[tuple[str, str], tuple[float, Document]] = {}
_lock = Lock()


def forget_documents() -> None:
    with _lock:
        _kept.clear()


@dataclass
class Documents:
    """Fetches documents for one source, each at most every ten minutes. `version` tells sources apart."""

    client: TileClient
    version: str
    _fetched: int = field(default=0, init=False)

    def get(self, url: str) -> Document:
        """Raises `SourceUnavailable`, its `ForbiddenAddress` for a private address, or `BadPicture` for one
        that is too large."""
        key = (self.version, url)
        with _lock:
            found = _kept.get(key)
        if found and time.monotonic() - found[0] < KEPT_S:
            return found[1]
        document = self._fetch(url)
        with _lock:
            if len(_kept) >= MAX_KEPT:
                _kept.pop(next(iter(_kept)))
            _kept[key] = (time.monotonic(), document)
        return document

    def _fetch(self, url: str) -> Document:
        self._fetched += 1
        if self._fetched > MAX_DOCUMENTS:
            raise SourceUnavailable(
                _(
                    "%(host)s lists more than %(count)d documents one by one; give the address of one item, "
                    "of a smaller collection, or of an API."
                )
                % {"host": urlsplit(url).hostname, "count": MAX_DOCUMENTS}
            )
        content = self.client.fetch_bytes(url, MAX_DOCUMENT_BYTES)
        try:
            document = json.loads(content)
        except (ValueError, RecursionError):
            document = None
        if not isinstance(document, dict):
            raise _no_stac(url)
        return document

    def items(self, url: str, area: Bounds | None, when: str = "") -> Iterator[tuple[Document, str]]:
        """Items with the address that their links are relative to, at most `MAX_ITEMS`. An API is asked for
        those in `area` (degrees) and time alone; otherwise all are given."""
        for number, found in enumerate(self._items(self.get(url), url, area, when, MAX_DEPTH)):
            if number == MAX_ITEMS:
                return
            yield found

    def _items(
        self, document: Document, url: str, area: Bounds | None, when: str, depth: int
    ) -> Iterator[tuple[Document, str]]:
        kind = document.get("type")
        if kind == "Feature":
            yield document, url
        elif kind == "FeatureCollection":
            yield from self._pages(document, url)
        elif kind in {"Collection", "Catalog"}:
            if search := self._search_address(document, url, area, when):
                yield from self._pages(self.get(search), search)
            else:
                yield from self._listed(document, url, area, when, depth)
        else:
            raise _no_stac(url)

    def _pages(self, document: Document, url: str) -> Iterator[tuple[Document, str]]:
        for _page in range(MAX_PAGES):
            for feature in _list_of(document, "features"):
                if isinstance(feature, dict):
                    yield feature, link_of(feature, url, "self") or url
            following = link_of(document, url, "next")
            if not following:
                return
            document, url = self.get(following), following

    def _listed(
        self, document: Document, url: str, area: Bounds | None, when: str, depth: int
    ) -> Iterator[tuple[Document, str]]:
        for link in links_of(document, url, "item"):
            yield self.get(link), link
        if depth:
            for link in links_of(document, url, "child"):
                yield from self._items(self.get(link), link, area, when, depth - 1)

    def _search_address(self, document: Document, url: str, area: Bounds | None, when: str) -> str | None:
        """Of the API that a collection belongs to; None for one that is a file among files."""
        if document.get("type") == "Catalog":
            if link_of(document, url, "search"):
                raise SourceUnavailable(
                    _("%(host)s is a catalogue of many collections; give the address of one of them.")
                    % {"host": urlsplit(url).hostname}
                )
            return None
        query = {"limit": str(PAGE_ITEMS)}
        if area:
            query["bbox"] = ",".join(f"{edge:.6f}" for edge in area)
        if when:
            query["datetime"] = when
        if items := link_of(document, url, "items"):
            return _with_query(self._search_of_root(document, url, query) or items, query)
        return None

    def _search_of_root(self, document: Document, url: str, query: dict[str, str]) -> str | None:
        """`/search` of the API's first page, where it has one: it is kept to by more servers than `items`."""
        root = link_of(document, url, "root")
        search = link_of(self.get(root), root, "search") if root else None
        if search:
            query["collections"] = str(document.get("id", ""))
        return search


def links_of(document: Document, base: str, relation: str) -> list[str]:
    """The addresses of a document's links, without those that want more than to be fetched (POST)."""
    links = [link for link in _list_of(document, "links") if isinstance(link, dict)]
    hrefs = [
        link.get("href")
        for link in links
        if link.get("rel") == relation and str(link.get("method", "GET")).upper() == "GET"
    ]
    return [absolute(href, base) for href in hrefs if isinstance(href, str)]


def link_of(document: Document, base: str, relation: str) -> str | None:
    return next(iter(links_of(document, base, relation)), None)


def absolute(href: str, base: str) -> str:
    """Raises `SourceUnavailable` for an address that is not fetched by HTTP, and for one with {key}, which
    would send the source's key wherever the document says."""
    try:
        found = urljoin(base, href)
        scheme = urlsplit(found).scheme
    except ValueError:
        found, scheme = href, ""
    if scheme not in {"http", "https"} or "{" in found or "}" in found:
        raise SourceUnavailable(
            _("The link %(href)s cannot be followed; only addresses with https:// or http:// can.")
            % {"href": href[:200]}
        )
    return found


def _list_of(document: Document, name: str) -> list[Any]:
    found = document.get(name)
    return found if isinstance(found, list) else []


def _with_query(url: str, query: dict[str, str]) -> str:
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(query)}"


def _no_stac(url: str) -> SourceUnavailable:
    return SourceUnavailable(
        _(
            "%(host)s sends something other than a STAC item or collection; give the address of its JSON, "
            "not of a page about it."
        )
        % {"host": urlsplit(url).hostname}
    )
