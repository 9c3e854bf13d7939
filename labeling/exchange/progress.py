"""Progress of an export: rows numbered from 1, with a report after every 1,000."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
Progress = Callable[[int], None]
ROWS_AT_ONCE = 1000


def counted(rows: Iterable[T], progress: Progress) -> Iterator[tuple[int, T]]:
    for n, row in enumerate(rows, start=1):
        yield n, row
        if n % ROWS_AT_ONCE == 0:
            progress(n)
