"""How far editors agree beyond chance."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import chain


def krippendorff_alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha for nominal values: 1 is perfect agreement, 0 what chance gives.

    Each unit is the values that it was given, by any number of people; units with fewer than two are left
    out. None when nothing can be paired, or when all values are the same, so that chance would agree as well.
    (Krippendorff 2019, "Content Analysis", 4th edition, 12.3.)
    """
    paired = [unit for unit in units if len(unit) >= 2]
    totals = Counter(chain.from_iterable(paired))
    n = totals.total()
    expected = n * n - sum(count * count for count in totals.values())
    if expected == 0:
        return None
    observed = sum(_unlike_pairs(unit) / (len(unit) - 1) for unit in paired)
    return 1 - (n - 1) * observed / expected


def _unlike_pairs(unit: Sequence[Hashable]) -> int:
    """Ordered pairs of different values."""
    return len(unit) ** 2 - sum(count**2 for count in Counter(unit).values())
