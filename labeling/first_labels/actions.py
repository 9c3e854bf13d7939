"""What an admin starts: reading places, reading crops, and going on once the names in them are explained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from celery import Task
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from campaigns.models import Campaign, Job
from campaigns.services.queue_task import queue_for_job
from campaigns.services.start_job import start_job
from imagery.files import data_path
from imagery.uploads import store_upload
from labeling.first_labels.tasks import read_crops_file, read_places_file
from labeling.models import KnowledgeFile

Kind = KnowledgeFile.Kind
JOBS = {Kind.PLACES: Job.Kind.KNOWN_PLACES, Kind.CROPS: Job.Kind.CROPS}
TASKS: "dict[str, Task[[int], None]]" = {Kind.PLACES: read_places_file, Kind.CROPS: read_crops_file}


@dataclass(frozen=True)
class Given:
    """An uploaded file, and what the admin said of it."""

    file: "UploadedFile[bytes]"
    answer: str = ""
    column: str = ""
    source: str = ""


def read_knowledge(
    *, campaign: Campaign, kind: str, given: Sequence[Given], started_by: User | None
) -> list[KnowledgeFile]:
    """Store the files and queue the job that reads them. Raises `UploadRefused` and JobAlreadyRunning; then
    nothing is stored."""
    stored: list[Path] = []
    try:
        with transaction.atomic():
            job = start_job(campaign=campaign, kind=JOBS[Kind(kind)], started_by=started_by)
            rows = [_store(campaign, kind, job, one, stored) for one in given]
            queue_for_job(job=job, task=TASKS[kind], argument=job.pk)
    except BaseException:
        for path in stored:
            path.unlink(missing_ok=True)
        raise
    return rows


@transaction.atomic
def explain_names(*, file: KnowledgeFile, answers: Mapping[str, str], started_by: User | None) -> Job:
    """Read a file again with the answer that each of its names stands for. Raises JobAlreadyRunning."""
    job = start_job(campaign=file.campaign, kind=JOBS[Kind(file.kind)], started_by=started_by)
    file.job, file.answers, file.asks = job, {**file.answers, **answers}, {}
    file.save(update_fields=["job", "answers", "asks"])
    queue_for_job(job=job, task=TASKS[file.kind], argument=job.pk)
    return job


def _store(campaign: Campaign, kind: str, job: Job, given: Given, stored: list[Path]) -> KnowledgeFile:
    name = given.file.name or ""
    folder = f"imports/{campaign.slug}"
    upload = store_upload(given.file, data_path(folder), settings.MAX_UPLOAD_BYTES, Path(name).suffix.lower())
    stored.append(upload.path)
    return KnowledgeFile.objects.create(
        campaign=campaign,
        kind=kind,
        job=job,
        file_name=name[-200:],
        path=f"{folder}/{upload.path.name}",
        sha256=upload.sha256,
        source=given.source,
        column=given.column,
        answer=given.answer,
    )
