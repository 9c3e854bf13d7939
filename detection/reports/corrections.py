"""What was corrected on the public map: places that were withdrawn, and accepted reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import CharField, Value
from django.urls import reverse

from campaigns.models import Campaign
from detection.publication.models import Withdrawal
from detection.reports.models import ReaderReport

PER_PAGE = 50
WITHDRAWN, REPORT = "withdrawn", "report"
Row = tuple[datetime, int, str]


@dataclass(frozen=True)
class Correction:
    at: datetime
    kind: str
    """`withdrawn`, or the kind of the report."""
    place: int | None
    words: str
    """The reason of a withdrawal, or the editors' answer."""
    report: ReaderReport | None = None


def page_of_corrections(campaign: Campaign, number: str | None) -> "Page[Any]":
    """The corrections of one page, newest first, as its `object_list`."""
    page = Paginator(_rows(campaign), PER_PAGE).get_page(number)
    page.object_list = _read(page.object_list)
    return page


def document_of(found: Correction, slug: str) -> dict[str, Any]:
    report = found.report
    return {
        "at": found.at,
        "kind": found.kind,
        "reason": report.reason if report else "",
        "place": found.place,
        "place_page": reverse("place", args=[slug, found.place]) if found.place else None,
        "lng": report.lng if report else None,
        "lat": report.lat if report else None,
        "words": found.words,
    }


def _rows(campaign: Campaign) -> Any:
    """When, row and table of each correction."""
    withdrawn = Withdrawal.objects.filter(campaign=campaign).order_by()
    accepted = ReaderReport.objects.filter(campaign=campaign).accepted().order_by()
    return (
        withdrawn.values_list("withdrawn_at", "pk", _constant(WITHDRAWN))
        .union(accepted.values_list("answered_at", "pk", _constant(REPORT)), all=True)
        .order_by("-withdrawn_at", "-pk")
    )


def _constant(word: str) -> Value:
    return Value(word, output_field=CharField())


def _read(rows: Iterable[Row]) -> list[Correction]:
    rows = list(rows)
    withdrawals = Withdrawal.objects.select_related("place").in_bulk(_keys(rows, WITHDRAWN))
    reports = ReaderReport.objects.select_related("place", "campaign").in_bulk(_keys(rows, REPORT))
    return [
        _of_withdrawal(withdrawals[pk]) if table == WITHDRAWN else _of_report(reports[pk])
        for _at, pk, table in rows
    ]


def _keys(rows: Iterable[Row], wanted: str) -> list[int]:
    return [pk for _at, pk, table in rows if table == wanted]


def _of_withdrawal(row: Withdrawal) -> Correction:
    return Correction(row.withdrawn_at, WITHDRAWN, row.place.number, row.reason)


def _of_report(row: ReaderReport) -> Correction:
    assert row.answered_at is not None  # noqa: S101 - it was accepted
    place = row.place.number if row.place else None
    return Correction(row.answered_at, row.kind, place, row.public_answer, row)
