"""What beat starts."""

from celery import shared_task

from campaigns.regions.services.delete_uploads import delete_old_uploads


@shared_task
def sweep_region_uploads() -> None:
    delete_old_uploads()
