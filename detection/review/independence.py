"""Whether an editor decides without knowing what others have said of a place."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from detection.review.errors import HistoryClosed
from detection.review.models import Review, ReviewQuerySet
from detection.runs.finding_models import Detection

SLIP = timedelta(minutes=1)
"""An editor who undoes a decision this soon, without looking at the history, has slipped on the key."""


def decides_independently(detection: Detection, review: Review) -> bool:
    """To be asked before the review is stored, under the finding's lock.

    Others' decisions are shown once an editor has confirmed or rejected. Whoever changes that decision later
    may have been led by them. Neither does a confirmation of what is shown as confirmed count as a look of
    one's own. Contradicting what one sees does.
    """
    standing = Review.objects.standing().filter(detection=detection, editor_id=review.editor_id).first()
    if standing is not None and standing.decision == review.decision:
        return standing.independent
    others = _on_place(detection).exclude(editor_id=review.editor_id)
    if not others.exists():
        return True
    own = _on_place(detection).filter(editor_id=review.editor_id).exclude(decision=Review.Decision.UNSURE)
    if any(not _was_a_slip(one) for one in own):
        return False
    echoed = detection.review_state == Detection.State.CONFIRMED
    return not (echoed and review.decision == Review.Decision.CONFIRMED)


def _on_place(detection: Detection) -> ReviewQuerySet:
    """All decisions that were not declared void, also those that were replaced or undone."""
    here = Q(detection=detection)
    if detection.place_id is not None:
        here |= Q(detection__place=detection.place_id)
    return Review.objects.filter(here, voided_at__isnull=True, carried_from__voided_at__isnull=True)


def _was_a_slip(review: Review) -> bool:
    if review.undone_at is None or review.history_opened_at is not None:
        return False
    return review.undone_at - review.created_at <= SLIP


def open_history(detection: Detection, editor: User) -> None:
    """Remember that the editor is shown the history. Raises HistoryClosed."""
    own = Review.objects.standing().filter(detection=detection, editor=editor)
    final = own.exclude(decision=Review.Decision.UNSURE)
    if not final.exists():
        raise HistoryClosed(_("The history opens after you have confirmed or rejected the finding."))
    final.filter(history_opened_at__isnull=True).update(history_opened_at=timezone.now())
