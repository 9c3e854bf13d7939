"""Capture dates in the time dimension of map services."""

import calendar
import re
from datetime import date

from imagery.readers.base import UNKNOWN_DATES, CaptureDates

_MOMENT = re.compile(r"(\d{4})(?:-?(\d{2})(?:-?(\d{2})(?:T.*)?)?)?")


def dates_of_time(text: str) -> CaptureDates:
    """First and last day of a moment, a list `a,b` or an interval `a/b/step`, as ISO 8601 and WMS write them.

    A year or month without a day stands for all of it. Unknown for `current` and for what is no date.
    """
    moments = [part for entry in text.split(",") for part in entry.strip().split("/")[:2]]
    found = [dates for moment in moments if (dates := _days_of(moment.strip())) != UNKNOWN_DATES]
    return CaptureDates.spanning(found)


def _days_of(moment: str) -> CaptureDates:
    matched = _MOMENT.fullmatch(moment)
    if not matched:
        return UNKNOWN_DATES
    year, month, day = (int(number) if number else None for number in matched.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        last_month = month or 12
        last = date(first.year, last_month, day or calendar.monthrange(first.year, last_month)[1])
    except ValueError:
        return UNKNOWN_DATES
    today = date.today()
    return CaptureDates(first, min(last, today)) if first <= today else UNKNOWN_DATES
