"""Pages of findings: those that match, in an order, and how many there are."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from detection.review.documents import feature_of
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
    sampled = query.get("sample") is not None
    return filter_findings(_seen(editor, run, query), box=query.get("bbox"), sampled=sampled, **filters)


def _seen(editor: User, run: DetectionRun, query: Mapping[str, Any]) -> QuerySet[Detection]:
    """Raises Http404 for a sample that the search does not have."""
    number = query.get("sample")
    if number is None:
        return as_seen_by(editor, run)
    sample = get_object_or_404(run.precision_samples, number=number)
    return as_seen_by(editor, run, sample.finding_set_id, sample=number)


def count_open_elsewhere(editor: User, run: DetectionRun, query: Mapping[str, Any]) -> int:
    """How many of the findings that wait for an editor others have open now."""
    claims = (
        FindingClaim.objects.live().exclude(editor=editor).filter(detection__finding_set=run.finding_set_id)
    )
    ids = list(claims.values_list("detection", flat=True))
    return _filtered(editor, run, query).filter(pk__in=ids).count() if ids else 0


def features_of(
    editor: User, run: DetectionRun, query: Mapping[str, Any], ids: list[int]
) -> list[dict[str, Any]]:
    """The findings with these keys, as the editor sees them; those of a sample blind to the score."""
    by_key = _seen(editor, run, query).in_bulk(ids)
    blind = query.get("sample") is not None
    return [feature_of(by_key[pk], blind=blind) for pk in ids if pk in by_key]
