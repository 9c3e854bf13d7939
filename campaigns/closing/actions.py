"""What a person starts: a write, then the task that goes on with it."""

from functools import partial

from django.db import transaction

from campaigns.closing.services.delete_campaign import mark_for_deletion
from campaigns.closing.tasks import delete_campaign
from campaigns.models import Campaign
from imagery.services.queue_task import queue_task


@transaction.atomic
def start_deletion(*, campaign: Campaign) -> None:
    """Hide the campaign at once and delete it in the background, however large it is."""
    mark_for_deletion(campaign=campaign)
    transaction.on_commit(partial(queue_task, task=delete_campaign, argument=campaign.pk))
