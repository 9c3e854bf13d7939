from celery import shared_task

from campaigns.services.take_job import taken_job
from detection.publication.models import ReleaseRequest
from detection.publication.services.finish_request import finish_request


@shared_task
def publish(request_id: int) -> None:
    related = ("run__campaign", "job__started_by", "release")
    request = ReleaseRequest.objects.select_related(*related).get(pk=request_id)
    with taken_job(request.job_id) as job:
        if job is not None:
            finish_request(request=request, job=job)
