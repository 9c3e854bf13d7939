"""Claims: while an editor has a finding open, no other editor is offered it.

Whoever writes a claim holds the lock of the finding's row. So what is read of claims after the lock is taken
stays true until the transaction ends.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign
from detection.review.listing import matching
from detection.review.models import FindingClaim
from detection.review.orders import Sorting, first_of
from detection.review.queue import not_open_elsewhere
from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun

CLAIMED_FOR = timedelta(minutes=2)
TRIES = 4


@transaction.atomic
def claim_next(
    *, editor: User, run: DetectionRun, query: Mapping[str, Any], n: int, skipped: Collection[int] = ()
) -> list[int]:
    """Claim the first `n` findings of the list that nobody else has open, those that are skipped left out,
    and return their keys in the list's order. While others are at work they are at most half of what is
    left, so that the last findings are shared."""
    claimed: list[int] = []
    passed = set(skipped)
    for _ in range(TRIES):
        # Also in a list of all findings nobody is given one that another has open.
        waiting = not_open_elsewhere(matching(editor, run, query), editor).exclude(pk__in=passed)
        ids = first_of(waiting, sorting=Sorting(query["order"], run, editor), limit=2 * n)
        wanted = min(n, -(-len(ids) // 2)) if _others_work_on(run, editor) else n
        # Rows that somebody decides or claims at this moment are passed over.
        locked = set(
            Detection.objects.filter(pk__in=ids)
            .select_for_update(skip_locked=True)
            .values_list("pk", flat=True)
        )
        found = [pk for pk in ids if pk in locked]
        claimed += _claim(editor, found, at_most=wanted - len(claimed))
        if len(claimed) >= wanted or len(ids) < 2 * n:
            break
        passed |= set(ids)
    return claimed


@transaction.atomic
def claim_findings(*, editor: User, detections: Collection[int]) -> list[int]:
    """Claim these, or claim them for longer. Returns those that no other editor has open."""
    return _claim(editor, _lock(detections), at_most=len(detections))


@transaction.atomic
def release_findings(*, editor: User, campaign: Campaign, keep: Collection[int]) -> None:
    """End the editor's claims in the campaign, but for these."""
    mine = FindingClaim.objects.filter(editor=editor, detection__run__campaign=campaign)
    ended = list(mine.exclude(detection__in=keep).values_list("detection", flat=True))
    FindingClaim.objects.filter(editor=editor, detection__in=_lock(ended)).delete()


def _lock(detections: Collection[int]) -> list[int]:
    # In the order in which others lock several findings.
    rows = Detection.objects.filter(pk__in=detections).order_by("pk").select_for_update()
    return list(rows.values_list("pk", flat=True))


def _claim(editor: User, locked: Iterable[int], *, at_most: int) -> list[int]:
    """The caller holds the locks."""
    locked = list(locked)
    others = FindingClaim.objects.live().filter(detection__in=locked).exclude(editor=editor)
    taken = set(others.values_list("detection", flat=True))
    free = [pk for pk in locked if pk not in taken][: max(0, at_most)]
    until = timezone.now() + CLAIMED_FOR
    FindingClaim.objects.bulk_create(
        [FindingClaim(detection_id=pk, editor=editor, expires_at=until) for pk in free],
        update_conflicts=True,
        unique_fields=["detection"],
        update_fields=["editor", "expires_at"],
    )
    return free


def _others_work_on(run: DetectionRun, editor: User) -> bool:
    claims = FindingClaim.objects.live().filter(detection__finding_set=run.finding_set_id)
    return claims.exclude(editor=editor).exists()
