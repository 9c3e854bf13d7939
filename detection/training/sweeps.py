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
    """Queue again what lost its worker or its message; give up on a retraining that kills workers."""
    silent = Job.objects.silent_for(timedelta(seconds=settings.JOB_SILENCE_SECONDS))
    for job in silent.filter(kind=Job.Kind.TRAIN):
        if job.n_claims >= MAX_CLAIMS:
            job.fail(
                _(
                    "%(count)d workers in a row ended in the middle of this retraining. They may need more "
                    "memory: see their log, then retrain."
                )
                % {"count": job.n_claims}
            )
        elif _back_in_queue(job):
            queue_task(task=train_model, argument=job.pk)


def _back_in_queue(job: Job) -> bool:
    if job.state == Job.State.RUNNING:
        return job.requeue()
    never_taken = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED)
    return bool(never_taken.update(heartbeat_at=timezone.now()))
