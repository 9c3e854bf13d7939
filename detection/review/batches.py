"""Many findings at once: those that a list holds, and what would be decided on."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Sum

from detection.review.listing import matching
from detection.review.queue import not_open_elsewhere
from detection.runs.models import DetectionRun

MAX_FINDINGS = 500
"""Decided in one request."""


@dataclass(frozen=True)
class Batch:
    n: int
    area_ha: float
    ids: list[int]
    """At most one more than may be decided at once."""

    @property
    def key(self) -> str:
        """Tells this set of findings from any other."""
        return hashlib.sha256(",".join(map(str, self.ids)).encode()).hexdigest()


def batch_of(editor: User, run: DetectionRun, query: Mapping[str, Any]) -> Batch:
    """The findings of a list without those that another editor has open."""
    found = not_open_elsewhere(matching(editor, run, query), editor).order_by("pk")
    ids = list(found.values_list("pk", flat=True)[: MAX_FINDINGS + 1])
    total = found.order_by().aggregate(area=Sum("area_ha", default=0.0))["area"]
    return Batch(n=len(ids) if len(ids) <= MAX_FINDINGS else found.count(), area_ha=total, ids=ids)
