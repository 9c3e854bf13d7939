"""Background work of exports and imports."""

from collections.abc import Callable

from celery import shared_task

from campaigns.models import Job
from campaigns.services.outages import OUTAGES
from campaigns.services.take_job import taken_job
from imagery.errors import ImageryError
from imagery.messages import words_of, words_with_kind
from labeling.errors import LabelingError, TransferStopped
from labeling.exchange.services.export_labels import export_labels
from labeling.exchange.services.import_labels import read_file


@shared_task
def make_export(job_id: int) -> None:
    with taken_job(job_id) as job:
        if job is not None:
            _carry_out(job, lambda: export_labels(job=job))


@shared_task
def read_import(job_id: int) -> None:
    with taken_job(job_id) as job:
        if job is not None:
            _carry_out(job, lambda: read_file(job=job))


def _carry_out(job: Job, work: Callable[[], None]) -> None:
    try:
        work()
    except TransferStopped:
        return
    except OUTAGES:
        raise
    except (LabelingError, ImageryError) as error:
        job.fail(words_of(error))
    except Exception as error:
        job.fail(words_with_kind(error))
        raise
