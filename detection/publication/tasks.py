"""Background work of publication. The web process loads this module to queue tasks; what loads GDAL is
imported inside them."""

import logging

from celery import shared_task
from django.db.models import Count, F, Q

from campaigns.services.take_job import taken_job
from detection.errors import DetectionError
from detection.publication.models import Release, ReleaseRequest
from detection.publication.release_files.names import names_for
from detection.publication.services.finish_request import finish_request
from imagery.errors import ImageryError
from imagery.services.queue_task import queue_task

logger = logging.getLogger(__name__)


@shared_task
def publish(request_id: int) -> None:
    related = ("run__campaign", "job__started_by", "release")
    request = ReleaseRequest.objects.select_related(*related).get(pk=request_id)
    with taken_job(request.job_id) as job:
        if job is not None:
            finish_request(request=request, job=job)
    request.refresh_from_db()
    if request.release_id is not None:
        queue_task(task=write_files, argument=request.release_id)


@shared_task
def write_files(release_id: int) -> None:
    from detection.publication.services.write_release_files import write_release_files

    release = Release.objects.select_related("campaign").filter(pk=release_id).first()
    if release is None:
        return
    try:
        write_release_files(release=release)
    except (DetectionError, ImageryError) as error:
        # The sweep tries again; other releases must not wait for this one.
        logger.warning("Release %s of %s: %s", release.number, release.campaign.slug, error)


@shared_task
def write_files_where_due() -> None:
    """Releases of earlier versions of Landscar, those with a place withdrawn since, and those whose worker
    died. A release without the file that is written last is not complete."""
    last = names_for(0)[-1]
    complete = Count("files", filter=Q(files__name=last, files__made_of=F("sha256")))
    for release in Release.objects.annotate(complete=complete).filter(complete=0).order_by("-pk"):
        write_files(release.pk)
