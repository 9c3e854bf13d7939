from django.contrib.auth.models import User
from django.db import transaction

from campaigns.models import Campaign, Job
from campaigns.services.queue_task import queue_for_job
from campaigns.services.start_job import start_job
from detection.training.tasks import train_model
from imagery.messages import message as _


@transaction.atomic
def start_training(*, campaign: Campaign, started_by: User | None) -> Job:
    waiting = _("Waiting for a worker")
    job = start_job(campaign=campaign, kind=Job.Kind.TRAIN, started_by=started_by, message=waiting)
    queue_for_job(job=job, task=train_model, argument=job.pk)
    return job
