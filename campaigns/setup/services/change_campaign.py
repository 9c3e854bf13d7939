from copy import copy
from typing import Any

from django.db import transaction

from campaigns.dependents import DEPENDENTS
from campaigns.models import Campaign
from campaigns.setup.changes import change_of


@transaction.atomic
def change_campaign(*, campaign: Campaign, fields: dict[str, Any]) -> Campaign:
    """Store new settings, and do what follows from them: `campaigns.setup.changes.consequences_of` says
    what. The fields must have been checked."""
    stored = Campaign.objects.select_for_update().get(pk=campaign.pk)
    change = change_of(copy(stored), fields)
    for name, value in fields.items():
        setattr(stored, name, value)
    stored.save()
    for dependent in DEPENDENTS:
        dependent.after_change(change)
    return stored
