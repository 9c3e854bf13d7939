"""What labelling does in the background."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from celery import Task, shared_task

from campaigns.models import Campaign, Job
from imagery.errors import ImageryError
from labeling.errors import LabelingError, TransferStopped
from labeling.services.order_queue import order_queue
from labeling.services.queue_tiles import close_job, queue_tiles
from labeling.services.update_consensus import update_consensus

SILENCE = timedelta(minutes=3)
"""A job not heard of for so long has lost its worker: no tile takes nearly as much."""


@shared_task(bind=True, max_retries=None)
def fill_queue(self: "Task[Any, Any]", job_id: int) -> None:
    """Add tiles to a campaign's labelling queue."""
    job = Job.objects.filter(pk=job_id).select_related("campaign__source").first()
    if job is None or not job.is_active:
        return
    if not _take(job):
        # Delivered again while the job says that it runs: look again once its worker would have been heard.
        raise self.retry(countdown=SILENCE.total_seconds())
    try:
        progress = queue_tiles(job=job)
    except Exception as error:
        job.fail(f"{error}")
        raise
    if progress is not None:
        order_queue(campaign=job.campaign)
        close_job(job=job, progress=progress)


def _take(job: Job) -> bool:
    if Job.objects.silent_for(SILENCE).filter(pk=job.pk, state=Job.State.RUNNING).exists():
        job.refresh_from_db()
        job.requeue()
    return job.claim()


@shared_task
def estimate_after_change(campaign_id: int) -> None:
    """Estimate anew after an exclusion or its undoing."""
    # Imported here: it loads NumPy and reads every vote, which is for workers.
    from labeling.services.estimate_skills import estimate_skills

    campaign = Campaign.objects.filter(pk=campaign_id).first()
    if campaign is not None:
        estimate_skills(campaign=campaign)


@shared_task
def estimate_where_due() -> None:
    """Estimate the campaigns that have had enough new answers, and bring the others' consensus up to date;
    runs every so often."""
    from labeling.services.estimate_skills import estimate_skills, is_estimate_due

    for campaign in Campaign.objects.order_by("pk"):
        bring_up_to_date = estimate_skills if is_estimate_due(campaign) else update_consensus
        if bring_up_to_date(campaign=campaign):
            order_queue(campaign=campaign)


@shared_task(bind=True, max_retries=None)
def make_export(self: "Task[Any, Any]", job_id: int) -> None:
    """Write a campaign's labels to a file."""
    # Imported here: the service queues this very task.
    from labeling.services.export_labels import export_labels

    _carry_out(self, job_id, lambda job: export_labels(job=job))


@shared_task(bind=True, max_retries=None)
def read_import(self: "Task[Any, Any]", job_id: int) -> None:
    """Take a file of labels into a campaign."""
    # Imported here: the service queues this very task.
    from labeling.services.import_labels import read_file

    _carry_out(self, job_id, lambda job: read_file(job=job))


def _carry_out(task: "Task[Any, Any]", job_id: int, work: Callable[[Job], None]) -> None:
    job = Job.objects.filter(pk=job_id).select_related("campaign__source").first()
    if job is None or not job.is_active:
        return
    if not _take(job):
        raise task.retry(countdown=SILENCE.total_seconds())
    try:
        work(job)
    except TransferStopped:
        return
    except (LabelingError, ImageryError) as error:
        job.fail(str(error))
    except Exception as error:
        job.fail(f"{type(error).__name__}: {error}")
        raise
