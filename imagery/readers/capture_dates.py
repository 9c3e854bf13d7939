"""Capture dates as tile servers and files write them."""

import re
from collections.abc import Mapping
from datetime import date

from imagery.readers.base import CaptureDates

# Bing Maps and Azure Maps say when a tile's pixels were taken.
HEADERS = ("X-VE-TILEMETA-CaptureDatesRange", "Data-Capture-Date-Range")
EARLIEST = date(1900, 1, 1)

_MONTH_FIRST = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-:](\d{1,2})[-:](\d{1,2})(?!\d)")


def dates_from_headers(headers: Mapping[str, str]) -> CaptureDates:
    """The range in a response's headers; None for unknown dates."""
    found = [dates_in_text(headers.get(name, "")) for name in HEADERS]
    return CaptureDates.spanning(found)


def dates_in_text(text: str) -> CaptureDates:
    """First and last date in a text: `4/1/2018-4/30/2018`, `2018-04-01 ...`, `2018:04:01 10:20:00`.

    Dates that do not exist, lie before 1900 or after today are ignored.
    """
    parts = [(int(year), int(month), int(day)) for month, day, year in _MONTH_FIRST.findall(text)]
    parts += [(int(year), int(month), int(day)) for year, month, day in _YEAR_FIRST.findall(text)]
    dates = [day for numbers in parts if (day := _calendar_day(*numbers))]
    return CaptureDates(min(dates, default=None), max(dates, default=None))


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found <= date.today() else None
