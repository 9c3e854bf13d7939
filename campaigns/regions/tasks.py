"""Background work of regions."""

from celery import shared_task

from campaigns.models import RegionUpload
from campaigns.regions.services.read_upload import read_upload


@shared_task
def read_region(upload_id: str) -> None:
    uploads = RegionUpload.objects.select_related("draft__source", "campaign__source")
    upload = uploads.filter(pk=upload_id).first()
    if upload is not None and upload.is_active:
        read_upload(upload=upload)
