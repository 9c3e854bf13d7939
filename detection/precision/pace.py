"""How fast editors decide."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

PAUSE = timedelta(minutes=5)
"""A longer gap between two decisions is no time spent on a finding."""


def seconds_between(moments: Iterable[datetime]) -> list[float]:
    """Seconds from each of one editor's decisions to the next, without pauses."""
    gaps = (after - before for before, after in pairwise(sorted(moments)))
    return [gap.total_seconds() for gap in gaps if gap <= PAUSE]
