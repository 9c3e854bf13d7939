"""Start an export or an import."""

import hashlib
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from campaigns.models import Campaign, Job
from campaigns.services.queue_task import queue_for_job
from campaigns.services.start_job import start_job
from imagery.files import write_atomically
from labeling.exchange.services.import_labels import check_file
from labeling.exchange.tasks import make_export, read_import
from labeling.models import (
    LabelExport,
    LabelImport,
)


@transaction.atomic
def start_export(*, campaign: Campaign, format: str, started_by: User | None) -> LabelExport:
    job = start_job(campaign=campaign, kind=Job.Kind.EXPORT, started_by=started_by)
    export = LabelExport.objects.create(job=job, format=format)
    queue_for_job(job=job, task=make_export, argument=job.pk)
    return export


def start_import(*, campaign: Campaign, name: str, content: bytes, started_by: User | None) -> LabelImport:
    """Store the file and queue its import. Raises `InvalidLabelFile` and JobAlreadyRunning."""
    check_file(name, len(content))
    with transaction.atomic():
        job = start_job(campaign=campaign, kind=Job.Kind.IMPORT, started_by=started_by)
        path = f"imports/{campaign.slug}/{job.pk}{Path(name).suffix.lower()}"
        write_atomically(path, content)
        row = LabelImport.objects.create(
            job=job, file_name=name[-200:], path=path, sha256=hashlib.sha256(content).hexdigest()
        )
        queue_for_job(job=job, task=read_import, argument=job.pk)
    return row
