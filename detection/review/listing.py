"""Pages of findings: those that match, in an order, and how many there are."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from detection.review.models import FindingClaim
from detection.review.queue import WAITING_FOR_ME, as_seen_by, filter_findings, not_open_elsewhere
from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun

FILTERS = ("state", "min_score", "max_score", "captured_from", "captured_to", "reviewer")


def matching(editor: User, run: DetectionRun, query: Mapping[str, Any]) -> QuerySet[Detection]:
    """`query` is what `DetectionFilter` has read. What waits for an editor is what can be offered to them
    now: nothing that another has open."""
    found = _filtered(editor, run, query)
    return not_open_elsewhere(found, editor) if query["state"] == WAITING_FOR_ME else found


def _filtered(editor: User, run: DetectionRun, query: Mapping[str, Any]) -> QuerySet[Detection]:
    filters = {name: query[name] for name in FILTERS if query.get(name) is not None}
    return filter_findings(as_seen_by(editor, run), box=query.get("bbox"), **filters)


def count_open_elsewhere(editor: User, run: DetectionRun, query: Mapping[str, Any]) -> int:
    """How many of the findings that wait for an editor others have open now."""
    claims = (
        FindingClaim.objects.live().exclude(editor=editor).filter(detection__finding_set=run.finding_set_id)
    )
    ids = list(claims.values_list("detection", flat=True))
    return _filtered(editor, run, query).filter(pk__in=ids).count() if ids else 0


def in_order(editor: User, run: DetectionRun, ids: list[int]) -> list[Detection]:
    """The findings with these keys, as the editor sees them."""
    by_key = as_seen_by(editor, run).in_bulk(ids)
    return [by_key[pk] for pk in ids if pk in by_key]
