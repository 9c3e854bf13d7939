from datetime import timedelta
from typing import Any

from celery import Task

from campaigns.models import Job

SILENCE = timedelta(minutes=3)
"""A job without a heartbeat for this long has lost its worker: no step takes as long."""


def take_job(*, task: "Task[Any, Any]", job_id: int) -> Job | None:
    """Claim a job for the running task; None when the job is over or gone. While another worker holds the job
    the task is retried later, so that it can take over from a worker that died: then this raises Retry."""
    job = Job.objects.filter(pk=job_id).select_related("campaign__source").first()
    if job is None or not job.is_active:
        return None
    if Job.objects.silent_for(SILENCE).filter(pk=job.pk, state=Job.State.RUNNING).exists():
        job.refresh_from_db()
        job.requeue()
    if not job.claim():
        raise task.retry(countdown=SILENCE.total_seconds())
    return job
