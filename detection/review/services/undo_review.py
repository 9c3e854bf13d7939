from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from detection.review.errors import NothingToUndo
from detection.review.models import Review
from detection.review.services.carry_over import carry_over, carry_to_current
from detection.review.services.refresh_state import lock_detection
from detection.runs.finding_models import Detection


@transaction.atomic
def undo_review(*, review: Review) -> Detection:
    detection = lock_detection(review.detection_id)
    now = timezone.now()
    standing = Review.objects.standing().filter(pk=review.pk)
    if not standing.update(superseded_at=now, undone_at=now):
        raise NothingToUndo(
            _("This decision has already been undone or replaced, so there is nothing to undo.")
        )
    # The editor's earlier decision, if there is one, applies again.
    carry_over(run=detection.run, detection_ids=[detection.pk])
    carry_to_current(detection)
    detection.refresh_from_db()
    return detection
