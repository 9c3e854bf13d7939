from django.db import transaction

from campaigns.models import Job
from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun, TileResult
from detection.runs.services.promote_run import settle_findings
from imagery.messages import Message
from imagery.messages import message as _
from imagery.messages import plural_message as ngettext


def finish_run(run: DetectionRun) -> bool:
    """End the search's job when no chunk is left. True only for the caller that ended it."""
    job = Job.objects.filter(run=run).first()
    if job is None or not job.is_active or not run.is_searched():
        return False
    return _end(run, job)


@transaction.atomic
def _end(run: DetectionRun, job: Job) -> bool:
    # Locked and looked at again, because somebody may just be having failed tiles tried again.
    DetectionRun.objects.select_for_update().get(pk=run.pk)
    if not run.is_searched():
        return False
    counts = run.counts()
    if not counts[TileResult.State.ANALYSED]:
        return job.fail(_nothing_analysed(run, counts))
    finished = sum(counts.values()) - counts[TileResult.State.PENDING]
    Job.objects.filter(pk=job.pk).update(done=finished)
    settle_findings(run=run)  # before the job: a worker that dies in between leaves both to the next
    n_detections = run.findings().exclude(review_state=Detection.State.MERGED).count()
    return job.succeed(_summary(counts, n_detections), **counts, detections=n_detections)


def _summary(counts: dict[str, int], n_detections: int) -> Message:
    findings = ngettext("%(count)d finding", "%(count)d findings", n_detections) % {"count": n_detections}
    tiles = _("%(analysed)d tiles analysed, %(no_imagery)d without imagery, %(failed)d failed") % counts
    return Message("%(findings)s. %(tiles)s.") % {"findings": findings, "tiles": tiles}


def _nothing_analysed(run: DetectionRun, counts: dict[str, int]) -> Message:
    if not counts[TileResult.State.FAILED]:
        return _(
            "No imagery was found in any of the %(count)d tiles. "
            "Check that the campaign's region lies where the imagery source has pictures."
        ) % {"count": counts[TileResult.State.NO_IMAGERY]}
    reason = run.tile_results.failed().values_list("failure_parts", flat=True).first()
    return _("No tile could be analysed. The reason for the first one: %(reason)s") % {"reason": reason}
