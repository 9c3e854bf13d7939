"""What a person's change makes workers do."""

from functools import partial

from django.db import transaction

from campaigns.models import Campaign
from campaigns.services.queue_task import queue_task
from labeling.consensus.tasks import estimate_after_change


def request_estimate(*, campaign: Campaign) -> None:
    """Have a worker estimate skills and consensus again once the transaction is in. Where the broker is away,
    `estimate_where_due` notices the change."""
    transaction.on_commit(partial(queue_task, task=estimate_after_change, argument=campaign.pk))
