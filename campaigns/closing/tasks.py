"""Background work of deleting campaigns."""

from celery import shared_task

from campaigns.closing.services.delete_campaign import delete_campaign as delete
from campaigns.models import Campaign
from imagery.services.queue_task import queue_task


@shared_task
def delete_campaign(campaign_id: int) -> None:
    campaign = Campaign.objects.filter(pk=campaign_id, deleting_since__isnull=False).first()
    if campaign is not None:
        delete(campaign=campaign)


@shared_task
def resume_deletions() -> None:
    """Goes on where a worker died or the broker was away. Two workers on one campaign do no harm."""
    for pk in Campaign.objects.filter(deleting_since__isnull=False).values_list("pk", flat=True):
        queue_task(task=delete_campaign, argument=pk)
