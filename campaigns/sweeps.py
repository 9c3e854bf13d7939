"""Work that was lost with its worker or its message, queued again. Started by Celery's beat."""

from datetime import timedelta

from celery import current_app, shared_task
from django.conf import settings

from campaigns.models import Job
from campaigns.services.broker import is_empty, queue_of
from imagery.messages import Message
from imagery.messages import message as _
from imagery.services.queue_task import queue_task

MAX_CLAIMS = 3
"""Workers that may die of a job before it is given up."""


@shared_task
def resume_jobs() -> None:
    """Queue jobs again whose worker is dead or whose message is lost. Searches have a sweep of their own."""
    resumable = Job.objects.exclude(task="").exclude(kind=Job.Kind.DETECT)
    for job in resumable.lost_with_their_worker():
        if job.n_claims >= MAX_CLAIMS:
            job.fail(_too_many_claims(job))
        elif job.requeue():
            _queue(job)
    for job in resumable.unclaimed_for(timedelta(seconds=settings.WORKER_SILENCE_SECONDS)):
        if _is_lost(job) and job.touch():
            _queue(job)


def _is_lost(job: Job) -> bool:
    """A message that waits behind others is not lost. When nothing waits, it must be."""
    silence = timedelta(seconds=settings.JOB_SILENCE_SECONDS)
    return is_empty(queue_of(job.task)) or Job.objects.unclaimed_for(silence).filter(pk=job.pk).exists()


def _queue(job: Job) -> None:
    task = current_app.tasks.get(job.task)
    if task is not None:
        queue_task(task=task, argument=job.argument)


def _too_many_claims(job: Job) -> Message:
    return _(
        "%(count)d workers in a row crashed during this work. They may need more memory: check their log, "
        "then start it again."
    ) % {"count": job.n_claims}
