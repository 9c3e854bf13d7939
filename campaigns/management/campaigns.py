"""The campaign that a command is about."""

from django.core.management.base import CommandError

from campaigns.models import Campaign


def find_campaign(slug: str) -> Campaign:
    campaign = Campaign.objects.filter(slug=slug).first()
    if campaign is None:
        known = ", ".join(Campaign.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no campaign {slug!r}. There are: {known}.")
    return campaign
