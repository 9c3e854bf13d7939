"""Have a release made."""

from django.contrib.auth.models import User
from django.db import transaction

from campaigns.models import Campaign, Job
from campaigns.services.queue_task import queue_for_job
from campaigns.services.start_job import start_job
from detection.publication.models import ReleaseRequest
from detection.publication.services.publish_release import check_publishable
from detection.publication.tasks import publish
from detection.runs.models import DetectionRun
from imagery.messages import message as _


@transaction.atomic
def request_release(*, campaign: Campaign, run: DetectionRun, requested_by: User, note: str) -> Job:
    """Raises NothingToPublish, NothingNew, ForeignRun, JobAlreadyRunning or CampaignArchived."""
    check_publishable(campaign=campaign, run=run)
    waiting = _("Waiting for a worker")
    job = start_job(campaign=campaign, kind=Job.Kind.PUBLISH, started_by=requested_by, message=waiting)
    request = ReleaseRequest.objects.create(run=run, note=note, job=job)
    queue_for_job(job=job, task=publish, argument=request.pk)
    return job
