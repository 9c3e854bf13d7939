"""A change of a campaign whose consequences somebody reads before it is stored."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from campaigns.dependents import Consequence
from campaigns.models import Campaign
from campaigns.setup.changes import consequences_of
from campaigns.setup.services.change_campaign import change_campaign


@dataclass(frozen=True)
class Unconfirmed:
    """What a change would do; shown by campaigns/setup/consequences.html inside the form."""

    consequences: list[Consequence]

    @property
    def token(self) -> str:
        """Sent back as `confirm`. Other numbers or another change need another look."""
        words = "\n".join(one.words for one in self.consequences)
        return hashlib.sha256(words.encode()).hexdigest()[:16]

    @property
    def is_loss(self) -> bool:
        return any(one.is_loss for one in self.consequences)


def change_if_confirmed(
    request: HttpRequest, campaign: Campaign, fields: dict[str, Any]
) -> Unconfirmed | None:
    """Store checked fields and return None. Where something follows from the change, nothing is stored until
    the person has seen and confirmed it: the page shows the form again, with what is returned."""
    asked = Unconfirmed(consequences_of(campaign, fields))
    if asked.consequences and request.POST.get("confirm") != asked.token:
        return asked
    change_campaign(campaign=campaign, fields=fields)
    return None
