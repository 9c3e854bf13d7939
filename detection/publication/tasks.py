"""Background work of publication. The web process loads this module to queue tasks; what loads GDAL is
imported inside them."""

from celery import shared_task
from django.db.models import Count, F, Q

from campaigns.services.take_job import taken_job
from detection.publication.models import Release, ReleaseRequest
from detection.publication.release_files.names import SUMS
from detection.publication.services.finish_request import finish_request
from imagery.services.queue_task import queue_task


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
    if release is not None:
        write_release_files(release=release)


@shared_task
def write_files_where_due() -> None:
    """Releases of earlier versions of Landscar, those with a place withdrawn since, and those whose worker
    died. The checksums are written last, so that a release without current ones is not complete."""
    complete = Count("files", filter=Q(files__name=SUMS, files__made_of=F("sha256")))
    for release in Release.objects.annotate(complete=complete).filter(complete=0).order_by("-pk"):
        write_files(release.pk)
