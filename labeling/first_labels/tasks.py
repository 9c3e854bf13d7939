"""Background work of the first labels: read a file of places or crops, and queue the places' tiles."""

from collections.abc import Callable
from typing import Any

from celery import Task, shared_task

from campaigns.models import Job
from campaigns.services.take_job import take_job
from imagery.errors import ImageryError
from imagery.files import data_path
from imagery.messages import words_of, words_with_kind
from labeling.errors import LabelingError, TransferStopped
from labeling.first_labels.services.take_in_crops import take_in_crops
from labeling.first_labels.services.take_in_places import take_in_places


@shared_task(bind=True, max_retries=None)
def read_places_file(self: "Task[Any, Any]", job_id: int) -> None:
    _carry_out(self, job_id, lambda job: take_in_places(job=job))


@shared_task(bind=True, max_retries=None)
def read_crops_file(self: "Task[Any, Any]", job_id: int) -> None:
    _carry_out(self, job_id, lambda job: take_in_crops(job=job))


def _carry_out(task: "Task[Any, Any]", job_id: int, work: Callable[[Job], None]) -> None:
    job = take_job(task=task, job_id=job_id)
    if job is None:
        return
    try:
        work(job)
    except TransferStopped:
        pass
    except (LabelingError, ImageryError) as error:
        job.fail(words_of(error))
    except Exception as error:
        job.fail(words_with_kind(error))
        raise
    finally:
        _forget_files(job)


def _forget_files(job: Job) -> None:
    """A file is kept while the admin is asked about its names, and no longer."""
    for file in job.knowledge_files.exclude(path=""):
        if not file.waits_for_answers:
            data_path(file.forget()).unlink(missing_ok=True)
