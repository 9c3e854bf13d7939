from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Job
from campaigns.services.queue_task import queue_for_job
from campaigns.services.start_job import start_job
from detection.runs.errors import NothingToDo
from detection.runs.models import DetectionRun, RunChunk, TileResult
from detection.runs.tasks import plan_run


@transaction.atomic
def continue_run(*, run: DetectionRun, started_by: User | None) -> Job:
    """Go on with a run that was stopped or that failed, and try its failed tiles again; the rest is kept.

    Raises NothingToDo, or JobAlreadyRunning while the campaign's region is being searched.
    """
    job = start_job(
        campaign=run.campaign, kind=Job.Kind.DETECT, started_by=started_by, message=_("Waiting for a worker")
    )
    TileResult.objects.filter(run=run).failed().update(
        state=TileResult.State.PENDING, failure="", finished_at=None, n_attempts=0
    )
    unfinished = TileResult.objects.filter(run=run).pending()
    if run.planned_at is not None and not unfinished.exists():
        raise NothingToDo(_("Every tile of this search is finished, and none has failed."))
    run.chunks.filter(pk__in=unfinished.values("chunk")).update(state=RunChunk.State.PENDING, claim=None)
    run.job = job
    run.save(update_fields=["job"])
    queue_for_job(job=job, task=plan_run, argument=run.pk)
    return job
