"""Periodic work, started by Celery beat."""

from celery import shared_task

from campaigns.models import Campaign
from campaigns.services.run_alone import alone
from labeling.consensus.services.update_consensus import update_consensus
from labeling.queueing.services.order_queue import order_queue


@shared_task
def estimate_where_due() -> None:
    """One estimate at a time: it may take longer than beat waits for the next."""
    with alone("estimates") as is_free:
        if is_free:
            _estimate_where_due()


def _estimate_where_due() -> None:
    # Imported here: it loads NumPy and reads every vote, which is for workers.
    from labeling.consensus.services.estimate_skills import estimate_skills, is_estimate_due

    for campaign in Campaign.objects.existing().order_by("pk"):
        bring_up_to_date = estimate_skills if is_estimate_due(campaign) else update_consensus
        if bring_up_to_date(campaign=campaign):
            order_queue(campaign=campaign)
