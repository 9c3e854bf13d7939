from django.contrib.auth.models import User
from django.db import transaction

from campaigns.models import CampaignDraft
from campaigns.setup.question import texts_of


@transaction.atomic
def start_draft(*, owner: User) -> CampaignDraft:
    """A new draft, or the one that its owner has started and left untouched."""
    for draft in CampaignDraft.objects.filter(owner=owner, source__isnull=True, region__isnull=True):
        if not any(texts_of(draft).values()):
            return draft
    return CampaignDraft.objects.create(owner=owner)
