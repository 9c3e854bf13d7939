"""Background work of the queue."""

from celery import shared_task

from campaigns.models import Job
from campaigns.services.outages import OUTAGES
from campaigns.services.take_job import taken_job
from imagery.messages import words_of
from labeling.queueing.services.order_queue import order_queue
from labeling.queueing.services.queue_tiles import close_job, queue_tiles


@shared_task
def fill_queue(job_id: int) -> None:
    with taken_job(job_id) as job:
        if job is not None:
            _fill_queue(job)


def _fill_queue(job: Job) -> None:
    try:
        progress = queue_tiles(job=job)
    except OUTAGES:
        raise
    except Exception as error:
        job.fail(words_of(error))
        raise
    if progress is not None:
        order_queue(campaign=job.campaign)
        close_job(job=job, progress=progress)
