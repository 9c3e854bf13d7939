"""What a chunk counts of its tiles."""

from typing import Any

from django.db.models import Aggregate, Count, Q, QuerySet, Subquery, Sum
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
