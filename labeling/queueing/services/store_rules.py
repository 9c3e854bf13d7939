from collections.abc import Mapping

from django.db import transaction

from campaigns.models import Campaign
from labeling.queueing.rules import RULES


@transaction.atomic
def store_rules(*, campaign: Campaign, rules: Mapping[str, float]) -> bool:
    changed = [name for name in RULES if name in rules and getattr(campaign, name) != rules[name]]
    for name in changed:
        setattr(campaign, name, rules[name])
    if not changed:
        return False
    campaign.save(update_fields=changed)
    return True
