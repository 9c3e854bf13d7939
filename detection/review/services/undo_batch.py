from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from detection.review.errors import NothingToUndo
from detection.review.models import Review, ReviewBatch
from detection.review.services.undo_review import undo_review


@transaction.atomic
def undo_batch(*, batch: ReviewBatch) -> int:
    """Undo those decisions of the batch that still stand; the editor's later ones stay. Returns how many.
    Raises NothingToUndo."""
    standing = Review.objects.standing().filter(batch=batch, carried_from=None).order_by("detection")
    reviews = list(standing)
    if not reviews:
        raise NothingToUndo(_("None of these decisions stands any more, so there is nothing to undo."))
    for review in reviews:
        undo_review(review=review)
    batch.undone_at = timezone.now()
    batch.save(update_fields=["undone_at"])
    return len(reviews)
