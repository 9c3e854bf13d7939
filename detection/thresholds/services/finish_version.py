from campaigns.models import Job
from detection.errors import DetectionError
from detection.runs.finding_models import FindingSet
from detection.thresholds.services.apply_rule import apply_rule
from imagery.errors import ImageryError
from imagery.messages import plural_message as ngettext
from imagery.messages import words_of
from ml.errors import MlError


def finish_version(*, version: FindingSet, job: Job) -> None:
    """Apply a version's rule for a job, which ends with it."""
    try:
        applied = apply_rule(version=version, job=job)
    except (DetectionError, ImageryError, MlError) as error:
        job.fail(words_of(error))
        return
    if applied is not None:
        n = applied.n_findings or 0
        job.succeed(ngettext("%(count)d finding", "%(count)d findings", n) % {"count": n}, findings=n)
