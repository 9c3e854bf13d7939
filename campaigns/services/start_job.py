from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.archive import refuse_if_archived
from campaigns.errors import JobAlreadyRunning
from campaigns.models import Campaign, Job
from imagery.messages import Words


def start_job(*, campaign: Campaign, kind: Job.Kind, started_by: User | None, message: Words = "") -> Job:
    """A queued job. Raises JobAlreadyRunning when one of its kind is under way: the database decides;
    CampaignArchived."""
    refuse_if_archived(campaign)
    try:
        with transaction.atomic():
            return Job.objects.create(
                campaign=campaign, kind=kind, started_by=started_by, message_parts=message
            )
    except IntegrityError as error:
        raise JobAlreadyRunning(
            _("“%(kind)s” is already under way in this campaign. Wait for it to end, or stop it first.")
            % {"kind": kind.label}
        ) from error
