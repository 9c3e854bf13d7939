"""What a chunk counts of its tiles."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Aggregate, Count, F, Q, QuerySet, Subquery, Sum
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

COUNTED = {"state", "acceptance", "acceptance_id", "n_superpixels", "n_novel"}
"""Columns of a tile that its chunk counts."""
STATES = ("pending", "analysed", "no_imagery", "failed")
COUNTERS: dict[str, Aggregate] = {
    **{f"n_{state}": Count("pk", filter=Q(state=state)) for state in STATES},
    "n_accepted": Count("pk", filter=Q(state="failed", acceptance__isnull=False)),
    "n_superpixels": Sum("n_superpixels"),
    "n_novel": Sum("n_novel"),
}


def counters_of(tiles_of_chunk: "QuerySet[Any]") -> dict[str, Coalesce]:
    """Columns of the chunk, from its tiles as an outer query finds them."""
    grouped = tiles_of_chunk.order_by().values("chunk")
    return {
        name: Coalesce(Subquery(grouped.annotate(found=what).values("found")), 0)
        for name, what in COUNTERS.items()
    }


def added_to_counters(finished: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, CombinedExpression]:
    """Columns of the chunk after pending tiles were finished, each with its state and its columns; quicker
    than counting all. Hold the chunk's row locked."""
    added: Counter[str] = Counter()
    for state, columns in finished:
        added.update({"n_pending": -1, f"n_{state}": 1})
        added.update({name: columns.get(name, 0) for name in ("n_superpixels", "n_novel")})
    return {name: F(name) + n for name, n in added.items() if n}
