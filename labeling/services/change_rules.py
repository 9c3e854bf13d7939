from collections.abc import Mapping
from functools import partial

from django.db import transaction

from campaigns.models import Campaign
from campaigns.services.queue_task import queue_task
from labeling.rules import RULES
from labeling.tasks import estimate_after_change


@transaction.atomic
def change_rules(*, campaign: Campaign, rules: Mapping[str, float]) -> bool:
    """Change how many answers a campaign wants and what share of them is for measuring. No vote is touched:
    every tile that has some is judged again by a worker. False when nothing differs."""
    changed = [name for name in RULES if name in rules and getattr(campaign, name) != rules[name]]
    for name in changed:
        setattr(campaign, name, rules[name])
    if not changed:
        return False
    campaign.save(update_fields=changed)
    # Where the broker cannot be reached, `estimate_where_due` sees that the rules are others.
    transaction.on_commit(partial(queue_task, task=estimate_after_change, argument=campaign.pk))
    return True
