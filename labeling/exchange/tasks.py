"""Background work of exports and imports."""

from collections.abc import Callable
from typing import Any

from celery import Task, shared_task

from campaigns.models import Job
from campaigns.services.take_job import take_job
from imagery.errors import ImageryError
from imagery.messages import words_of, words_with_kind
from labeling.errors import LabelingError, TransferStopped
from labeling.exchange.services.export_labels import export_labels
from labeling.exchange.services.import_labels import read_file


@shared_task(bind=True, max_retries=None)
def make_export(self: "Task[Any, Any]", job_id: int) -> None:
    _carry_out(self, job_id, lambda job: export_labels(job=job))


@shared_task(bind=True, max_retries=None)
def read_import(self: "Task[Any, Any]", job_id: int) -> None:
    _carry_out(self, job_id, lambda job: read_file(job=job))


def _carry_out(task: "Task[Any, Any]", job_id: int, work: Callable[[Job], None]) -> None:
    job = take_job(task=task, job_id=job_id)
    if job is None:
        return
    try:
        work(job)
    except TransferStopped:
        return
    except (LabelingError, ImageryError) as error:
        job.fail(words_of(error))
    except Exception as error:
        job.fail(words_with_kind(error))
        raise
