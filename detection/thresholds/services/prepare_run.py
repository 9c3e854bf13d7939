from campaigns.models import Job
from detection.errors import DetectionError
from detection.runs.models import DetectionRun
from detection.thresholds.services.gather_candidates import gather_candidates
from imagery.errors import ImageryError
from imagery.messages import plural_message as ngettext
from imagery.messages import words_of
from ml.errors import MlError


def prepare_run(*, run: DetectionRun, job: Job) -> None:
    """Gather a search's candidates for a job, which ends with it."""
    try:
        stored = gather_candidates(run=run, job=job)
    except (DetectionError, ImageryError, MlError) as error:
        job.fail(words_of(error))
        return
    if stored is not None:
        n = stored.n_candidates
        job.succeed(ngettext("%(count)d superpixel", "%(count)d superpixels", n) % {"count": n})
