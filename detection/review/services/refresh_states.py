from django.db.models import Count

from campaigns.models import Campaign
from detection.review.verdict import CONFIRMING
from detection.runs.finding_models import Detection

State = Detection.State
BATCH = 1000


def refresh_states(*, campaign: Campaign, needed: int) -> None:
    """After the number of confirmations has changed: the states of all findings follow from their reviews.

    Only these two states depend on the number. The caller holds the lock of the campaign's row.
    """
    findings = Detection.objects.filter(run__campaign=campaign)
    counted = findings.annotate(n=Count("reviews", filter=CONFIRMING)).order_by()
    too_few = counted.filter(review_state=State.CONFIRMED, n__lt=needed)
    enough = counted.filter(review_state=State.NEEDS_SECOND, n__gte=needed)
    moves = {
        State.NEEDS_SECOND: list(too_few.values_list("pk", flat=True)),
        State.CONFIRMED: list(enough.values_list("pk", flat=True)),
    }
    for state, ids in moves.items():
        for start in range(0, len(ids), BATCH):
            findings.filter(pk__in=ids[start : start + BATCH]).update(review_state=state)
