from detection.review.models import Review
from detection.review.verdict import verdict
from detection.runs.finding_models import Detection


def lock_detection(detection_id: int) -> Detection:
    """Lock the row until the transaction ends, so that decisions of two editors are counted one after the
    other.

    SQLite ignores `select_for_update`, but its transactions are IMMEDIATE here and lock the whole file.
    """
    return Detection.objects.select_for_update().get(pk=detection_id)


def refresh_state(detection: Detection) -> None:
    """Derive the state from the standing reviews. The caller holds the lock."""
    standing = list(
        Review.objects.standing().filter(detection=detection).values_list("decision", "independent")
    )
    echoes = standing.count((Review.Decision.CONFIRMED, False))
    needed = detection.run.campaign.confirmations_to_publish
    decisions = [decision for decision, _independent in standing]
    detection.review_state = verdict(decisions, needed=needed, not_independent=echoes)
    detection.n_reviews = len(standing)
    detection.save(update_fields=["review_state", "n_reviews"])
