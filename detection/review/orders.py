"""The orders of a list of findings, and paging in them by the last row's keys instead of by counting rows."""

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import (
    BigIntegerField,
    Case,
    F,
    FloatField,
    IntegerField,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Abs, Mod
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from detection.review.errors import CursorInvalid
from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun

PRIME = 2**31 - 1


class Order(TextChoices):
    FEWEST = "fewest", _("Fewest decisions")
    SCORE = "score", _("Highest score")
    UNCERTAIN = "uncertain", _("Closest to the threshold")
    AREA = "area", _("Largest")
    AGE = "age", _("Oldest")
    REPORTS = "reports", _("Readers’ reports")
    RANDOM = "random", _("Random")


@dataclass(frozen=True)
class Key:
    """One of the values by which a list is sorted; the finding's own key comes after the last."""

    name: str
    expression: Any
    descending: bool = False

    @property
    def sort(self) -> str:
        return f"-{self.name}" if self.descending else self.name

    def beyond(self, value: Any) -> Q:
        return Q(**{f"{self.name}__{'lt' if self.descending else 'gt'}": value})


@dataclass(frozen=True)
class Cursor:
    """The last row of a page: its keys, the day whose random order it belongs to, and how many rows there
    were when the first page was read."""

    order: str
    day: str
    count: int
    keys: list[Any]

    def encode(self) -> str:
        values = [key.isoformat() if isinstance(key, datetime) else key for key in self.keys]
        text = json.dumps([self.order, self.day, self.count, values], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """Raises CursorInvalid."""
        try:
            order, day, count, keys = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            if order == Order.AGE:
                keys[0] = datetime.fromisoformat(keys[0])
            cursor = cls(str(order), str(day), int(count), list(keys))
            cursor.check()
        except (ValueError, TypeError, IndexError, KeyError) as error:
            raise CursorInvalid(_("This page of the list does not exist. Load the list again.")) from error
        return cursor

    def check(self) -> None:
        """Raises ValueError or KeyError."""
        kinds = KINDS[Order(self.order)]
        if len(self.keys) != len(kinds) or not all(map(isinstance, self.keys, kinds)):
            raise ValueError(self.order)


@dataclass(frozen=True)
class Sorting:
    """What an order needs to know."""

    order: str
    run: DetectionRun
    editor: User
    day: str = field(default_factory=lambda: timezone.localdate().isoformat())

    def keys(self) -> list[Key]:
        return [*KEYS[Order(self.order)](self), Key("pk", None)]


def _by_score(_sorting: Sorting) -> list[Key]:
    return [Key("score", None, descending=True)]


def _by_reports(sorting: Sorting) -> list[Key]:
    # Reports belong to what was published of a place, maybe in an earlier search.
    open_reports = sorting.run.campaign.reader_reports.open().filter(place__isnull=False)
    places = [one for one in open_reports.values_list("place__detection__place", flat=True).distinct() if one]
    rank = Case(When(place__in=places, then=0), default=1, output_field=IntegerField())
    return [Key("rank", rank), *_by_score(sorting)]


def _by_uncertainty(sorting: Sorting) -> list[Key]:
    threshold = Value(sorting.run.threshold, output_field=FloatField())
    return [Key("distance", Abs(F("score") - threshold, output_field=FloatField()))]


def _at_random(sorting: Sorting) -> list[Key]:
    # A square modulo a prime, which any database computes in a tenth of the time of a digest.
    seed = hashlib.sha256(f"{sorting.editor.pk} {sorting.day}".encode()).digest()
    factor, start = (1 + int.from_bytes(part) % (PRIME - 1) for part in (seed[:8], seed[8:16]))
    spread = _modulo(F("pk") * Value(factor, output_field=BigIntegerField()) + Value(start))
    return [Key("shuffled", _modulo(spread * spread))]


def _modulo(number: Combinable) -> Mod:
    return Mod(number, Value(PRIME), output_field=BigIntegerField())


KEYS: dict[Order, Callable[[Sorting], list[Key]]] = {
    Order.FEWEST: lambda sorting: [Key("n_reviews", None), *_by_score(sorting)],
    Order.SCORE: _by_score,
    Order.UNCERTAIN: _by_uncertainty,
    Order.AREA: lambda _sorting: [Key("area_ha", None, descending=True)],
    Order.AGE: lambda _sorting: [Key("created_at", None)],
    Order.REPORTS: _by_reports,
    Order.RANDOM: _at_random,
}
KINDS: dict[Order, tuple[type | tuple[type, ...], ...]] = {
    Order.FEWEST: (int, (int, float), int),
    Order.SCORE: ((int, float), int),
    Order.UNCERTAIN: ((int, float), int),
    Order.AREA: ((int, float), int),
    Order.AGE: (datetime, int),
    Order.REPORTS: (int, (int, float), int),
    Order.RANDOM: (int, int),
}
"""Of the keys in a cursor."""


@dataclass(frozen=True)
class Page:
    ids: list[int]
    count: int
    """Of all pages, as it was when the first was read."""
    next: str | None
    """The cursor of the next page; None when this is the last."""


def first_of(findings: QuerySet[Detection], *, sorting: Sorting, limit: int) -> list[int]:
    return [row[-1] for row in _sorted(findings, sorting.keys())[:limit]]


def page_of(
    findings: QuerySet[Detection], *, sorting: Sorting, limit: int, after: Cursor | None = None
) -> Page:
    """Rows after the cursor are read in as many queries as there are keys: those equal in all but the last
    key first. Each is one range of an index, where one condition for all would be a walk over what was
    shown."""
    sorting = replace(sorting, day=after.day) if after else sorting
    keys = sorting.keys()
    ordered = _sorted(findings, keys)
    rows: list[Sequence[Any]] = []
    for condition in _beyond(keys, after.keys) if after else [Q()]:
        rows += ordered.filter(condition)[: limit + 1 - len(rows)]
        if len(rows) > limit:
            break
    more = len(rows) > limit
    count = after.count if after else findings.count() if more else len(rows)
    cursor = Cursor(sorting.order, sorting.day, count, list(rows[limit - 1])).encode() if more else None
    return Page([row[-1] for row in rows[:limit]], count, cursor)


def _sorted(findings: QuerySet[Detection], keys: list[Key]) -> QuerySet[Detection, tuple[Any, ...]]:
    named = findings.annotate(**{key.name: key.expression for key in keys if key.expression is not None})
    return named.order_by(*[key.sort for key in keys]).values_list(*[key.name for key in keys])


def _beyond(keys: list[Key], values: list[Any]) -> list[Q]:
    """From the rows that share most with the last one to those that share nothing."""
    conditions = []
    for depth in range(len(keys) - 1, -1, -1):
        same = Q(**{key.name: value for key, value in zip(keys[:depth], values, strict=False)})
        conditions.append(same & keys[depth].beyond(values[depth]))
    return conditions
