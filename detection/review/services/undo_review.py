from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from detection.review.errors import NothingToUndo
from detection.review.models import Review
from detection.review.services.refresh_state import lock_detection, refresh_state
from detection.runs.models import Detection


@transaction.atomic
def undo_review(*, review: Review) -> Detection:
    detection = lock_detection(review.detection_id)
    now = timezone.now()
    standing = Review.objects.standing().filter(pk=review.pk)
    if not standing.update(superseded_at=now, undone_at=now):
        raise NothingToUndo(
            _("This decision has already been undone or replaced, so there is nothing to undo.")
        )
    _restore_earlier_decision(review)
    refresh_state(detection)
    return detection


def _restore_earlier_decision(review: Review) -> None:
    earlier = Review.objects.filter(
        detection_id=review.detection_id, editor_id=review.editor_id, undone_at=None
    )
    latest = earlier.exclude(pk=review.pk).order_by("-created_at").first()
    if latest is not None:
        Review.objects.filter(pk=latest.pk).update(superseded_at=None)
