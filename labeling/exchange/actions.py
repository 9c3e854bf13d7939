"""Start an export or an import."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from campaigns.models import Campaign, Job
from campaigns.services.queue_task import queue_for_job
from campaigns.services.start_job import start_job
from imagery.files import data_path
from imagery.uploads import store_upload
from labeling.exchange.services.import_labels import check_file
from labeling.exchange.tasks import make_export, read_import
from labeling.models import LabelExport, LabelImport


@transaction.atomic
def start_export(*, campaign: Campaign, format: str, started_by: User | None) -> LabelExport:
    job = start_job(campaign=campaign, kind=Job.Kind.EXPORT, started_by=started_by)
    export = LabelExport.objects.create(job=job, format=format)
    queue_for_job(job=job, task=make_export, argument=job.pk)
    return export


def start_import(*, campaign: Campaign, file: "UploadedFile[bytes]", started_by: User | None) -> LabelImport:
    """Store the file and queue its import. Raises `InvalidLabelFile`, `UploadRefused`, JobAlreadyRunning."""
    name = file.name or ""
    check_file(name)
    folder = data_path(f"imports/{campaign.slug}")
    with transaction.atomic():
        job = start_job(campaign=campaign, kind=Job.Kind.IMPORT, started_by=started_by)
        stored = store_upload(file, folder, settings.MAX_UPLOAD_BYTES, Path(name).suffix.lower())
        path = f"imports/{campaign.slug}/{stored.path.name}"
        row = LabelImport.objects.create(job=job, file_name=name[-200:], path=path, sha256=stored.sha256)
        queue_for_job(job=job, task=read_import, argument=job.pk)
    return row
