from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from detection.places.models import Place
from detection.review.models import Review, ReviewQuerySet
from detection.review.services.refresh_state import lock_detection, refresh_state
from detection.runs.finding_models import Detection


@transaction.atomic
def void_reviews(*, reviews: ReviewQuerySet, voided_by: User | None, reason: str) -> int:
    """Declare decisions void, with their copies in other searches: they no longer count anywhere, and stay in
    the history with the reason. Returns how many there were.

    Give all decisions of an editor, or on a place: an earlier one that is left out does not apply again.
    """
    originals = reviews.filter(carried_from__isnull=True, voided_at__isnull=True)
    ids = list(originals.order_by("pk").values_list("pk", flat=True))
    with_copies = Review.objects.filter(Q(pk__in=ids) | Q(carried_from__in=ids))
    affected = Detection.objects.filter(pk__in=with_copies.values("detection"))
    # In the order in which others lock several findings.
    locked = [lock_detection(pk) for pk in affected.order_by("pk").values_list("pk", flat=True)]
    now = timezone.now()
    Review.objects.filter(pk__in=ids).update(voided_at=now, voided_by=voided_by, void_reason=reason)
    with_copies.filter(superseded_at__isnull=True).update(superseded_at=now)
    for detection in locked:
        refresh_state(detection)
    return len(ids)


def void_reviews_of_place(*, place: Place, voided_by: User | None, reason: str) -> int:
    """The place has to be reviewed anew before it is published again."""
    on_place = Review.objects.filter(detection__place=place)
    return void_reviews(reviews=on_place, voided_by=voided_by, reason=reason)
