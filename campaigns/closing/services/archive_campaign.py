from django.db import transaction
from django.utils import timezone

from campaigns.dependents import DEPENDENTS
from campaigns.models import Campaign, Job


@transaction.atomic
def archive_campaign(*, campaign: Campaign) -> None:
    """Stop what is going on and let nothing start. Events, releases and whatever is stored stay as they
    are."""
    Campaign.objects.filter(pk=campaign.pk, archived_at__isnull=True).update(archived_at=timezone.now())
    campaign.refresh_from_db()
    for job in Job.objects.filter(campaign=campaign).active():
        job.cancel()
    for dependent in DEPENDENTS:
        dependent.after_archiving(campaign)


def bring_back(*, campaign: Campaign) -> None:
    """Undo it: events whose time has not passed are open again; stopped jobs stay stopped."""
    Campaign.objects.filter(pk=campaign.pk, deleting_since__isnull=True).update(archived_at=None)
    campaign.refresh_from_db()
