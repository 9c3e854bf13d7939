"""Have a release made, or a place withdrawn, with what workers have to do for it."""

from django.contrib.auth.models import User
from django.db import transaction

from campaigns.models import Campaign, Job
from campaigns.services.queue_task import queue_for_job
from campaigns.services.start_job import start_job
from detection.places.models import Place
from detection.publication.models import ReleaseRequest, Withdrawal
from detection.publication.services.publish_release import check_publishable
from detection.publication.services.withdraw_place import withdraw_place
from detection.publication.tasks import publish, write_files
from detection.runs.models import DetectionRun
from imagery.messages import message as _
from imagery.services.queue_task import queue_task


@transaction.atomic
def request_release(*, campaign: Campaign, run: DetectionRun, requested_by: User, note: str) -> Job:
    """Raises NothingToPublish, NothingNew, ForeignRun, JobAlreadyRunning or CampaignArchived."""
    check_publishable(campaign=campaign, run=run)
    waiting = _("Waiting for a worker")
    job = start_job(campaign=campaign, kind=Job.Kind.PUBLISH, started_by=requested_by, message=waiting)
    request = ReleaseRequest.objects.create(run=run, note=note, job=job)
    queue_for_job(job=job, task=publish, argument=request.pk)
    return job


def withdraw(*, place: Place, withdrawn_by: User, reason: str) -> Withdrawal:
    """Withdraw a place at once; a worker then makes the releases' other files anew. Raises ReasonMissing or
    NotPublished."""
    withdrawal = withdraw_place(place=place, withdrawn_by=withdrawn_by, reason=reason)
    changed = withdrawal.release_places.order_by("-release").values_list("release", flat=True)
    for release_id in changed:
        queue_task(task=write_files, argument=release_id)
    return withdrawal
