from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from campaigns.models import Job
from campaigns.services.queue_task import queue_task
from detection.training.tasks import train_model
from imagery.messages import message as _

MAX_CLAIMS = 3


@shared_task
def resume_training() -> None:
    silent = Job.objects.silent_for(timedelta(seconds=settings.JOB_SILENCE_SECONDS))
    for job in silent.filter(kind=Job.Kind.TRAIN):
        if job.n_claims >= MAX_CLAIMS:
            job.fail(
                _(
                    "%(count)d workers in a row crashed during this retraining. They may need more memory: "
                    "check their log, then retrain."
                )
                % {"count": job.n_claims}
            )
        elif _may_be_queued_again(job):
            queue_task(task=train_model, argument=job.pk)


def _may_be_queued_again(job: Job) -> bool:
    if job.state == Job.State.RUNNING:
        return job.requeue()
    unclaimed = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED)
    return bool(unclaimed.update(heartbeat_at=timezone.now()))
