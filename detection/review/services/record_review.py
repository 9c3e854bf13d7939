import uuid

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from detection.review.errors import ReviewIdTaken
from detection.review.independence import decides_independently
from detection.review.models import FindingClaim, Review, ReviewBatch
from detection.review.services.carry_over import carry_to_current
from detection.review.services.refresh_state import lock_detection, refresh_state
from detection.review.services.store_mentions import store_mentions
from detection.runs.finding_models import Detection


def record_review(
    *,
    detection: Detection,
    editor: User,
    decision: str,
    reason: str = "",
    comment: str = "",
    review_id: uuid.UUID | None = None,
    batch: ReviewBatch | None = None,
) -> Review:
    """Store the editor's decision, which supersedes the earlier one and ends their claim. Repeating a
    `review_id` stores nothing."""
    review = Review(
        id=review_id or uuid.uuid4(),
        detection=detection,
        editor=editor,
        decision=Review.Decision(decision),
        reason=reason,
        comment=comment,
        batch=batch,
    )
    try:
        with transaction.atomic():
            return _store(review)
    except IntegrityError:
        # The same review arrived twice at the same time, and the other request has stored it.
        return _stored_before(review)


def _store(review: Review) -> Review:
    detection = lock_detection(review.detection_id)
    if Review.objects.filter(pk=review.pk).exists():
        return _stored_before(review)
    review.independent = decides_independently(detection, review)
    standing = Review.objects.standing().filter(detection=detection, editor_id=review.editor_id)
    review.history_opened_at = standing.values_list("history_opened_at", flat=True).first()
    standing.update(superseded_at=timezone.now())
    review.seen = detection.geometry
    review.save(force_insert=True)
    store_mentions(review=review)
    FindingClaim.objects.filter(detection=detection, editor=review.editor_id).delete()
    refresh_state(detection)
    carry_to_current(detection)
    return review


def _stored_before(review: Review) -> Review:
    stored = Review.objects.get(pk=review.pk)
    if (stored.editor_id, stored.detection_id) != (review.editor_id, review.detection_id):
        raise ReviewIdTaken(_("This review id is already in use. Reload the page and decide again."))
    return stored
