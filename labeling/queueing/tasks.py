"""Background work of the queue."""

from typing import Any

from celery import Task, shared_task

from campaigns.services.take_job import take_job
from imagery.messages import words_of
from labeling.queueing.services.order_queue import order_queue
from labeling.queueing.services.queue_tiles import close_job, queue_tiles


@shared_task(bind=True, max_retries=None)
def fill_queue(self: "Task[Any, Any]", job_id: int) -> None:
    job = take_job(task=self, job_id=job_id)
    if job is None:
        return
    try:
        progress = queue_tiles(job=job)
    except Exception as error:
        job.fail(words_of(error))
        raise
    if progress is not None:
        order_queue(campaign=job.campaign)
        close_job(job=job, progress=progress)
