from detection.review.models import Review
from detection.review.verdict import verdict
from detection.runs.models import Detection


def lock_detection(detection_id: int) -> Detection:
    """The row, locked until the transaction ends: two editors' decisions are counted one after the other.

    PostgreSQL locks the row. SQLite ignores `select_for_update`, but its transactions are IMMEDIATE there and
    hold the whole file.
    """
    return Detection.objects.select_for_update().get(pk=detection_id)


def refresh_state(detection: Detection) -> None:
    """Write what the standing reviews say; the caller holds the lock."""
    decisions = Review.objects.standing().filter(detection=detection).values_list("decision", flat=True)
    detection.review_state = verdict(decisions, needed=detection.run.campaign.confirmations_to_publish)
    detection.save(update_fields=["review_state"])
