"""Work that workers do after a person's change."""

from functools import partial

from django.db import transaction

from campaigns.models import Campaign
from imagery.services.queue_task import queue_task
from labeling.consensus.tasks import estimate_after_change


def request_estimate(*, campaign: Campaign) -> None:
    """Have a worker estimate skills and consensus after the transaction commits. If the broker is down,
    `estimate_where_due` notices the change later."""
    transaction.on_commit(partial(queue_task, task=estimate_after_change, argument=campaign.pk))
