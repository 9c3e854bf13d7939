"""Background work of the first labels: read a file of places or crops, and queue the places' tiles."""

from collections.abc import Callable

from celery import shared_task

from campaigns.models import Job
from campaigns.services.outages import OUTAGES
from campaigns.services.take_job import taken_job
from imagery.errors import ImageryError
from imagery.files import data_path
from imagery.messages import words_of, words_with_kind
from labeling.errors import LabelingError, TransferStopped
from labeling.first_labels.services.take_in_crops import take_in_crops
from labeling.first_labels.services.take_in_places import take_in_places


@shared_task
def read_places_file(job_id: int) -> None:
    with taken_job(job_id) as job:
        if job is not None:
            _carry_out(job, lambda: take_in_places(job=job))


@shared_task
def read_crops_file(job_id: int) -> None:
    with taken_job(job_id) as job:
        if job is not None:
            _carry_out(job, lambda: take_in_crops(job=job))


def _carry_out(job: Job, work: Callable[[], None]) -> None:
    try:
        work()
    except TransferStopped:
        pass
    except OUTAGES:
        raise  # the job goes on with the same file when the database answers
    except (LabelingError, ImageryError) as error:
        job.fail(words_of(error))
    except Exception as error:
        job.fail(words_with_kind(error))
        _forget_files(job)
        raise
    _forget_files(job)


def _forget_files(job: Job) -> None:
    """A file is kept while the admin is asked about its names, and no longer."""
    for file in job.knowledge_files.exclude(path=""):
        if not file.waits_for_answers:
            data_path(file.forget()).unlink(missing_ok=True)
