from campaigns.models import Job
from detection.errors import DetectionError
from detection.publication.models import Release, ReleaseRequest
from detection.publication.services.publish_release import publish_release
from imagery.errors import ImageryError
from imagery.messages import message as _
from imagery.messages import words_of


def finish_request(*, request: ReleaseRequest, job: Job) -> None:
    """Publish for a job, which ends with it. Safe to run twice."""
    try:
        release = request.release or _publish(request)
    except (DetectionError, ImageryError) as error:
        job.fail(words_of(error))
        return
    job.succeed(_("Release %(number)s is public.") % {"number": release.number}, release=release.number)


def _publish(request: ReleaseRequest) -> Release:
    campaign, admin = request.run.campaign, request.job.started_by
    return publish_release(
        campaign=campaign, run=request.run, published_by=admin, note=request.note, request=request
    )
