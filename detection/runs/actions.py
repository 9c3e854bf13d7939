"""Look ahead; start, continue or resume a search; have failed tiles tried again."""

from django.contrib.auth.models import User
from django.db import transaction

from campaigns.models import Campaign, Job
from campaigns.services.queue_task import queue_for_job
from campaigns.services.start_job import start_job
from detection.runs.disk import require_disk
from detection.runs.errors import NothingToDo
from detection.runs.finding_models import FindingSet
from detection.runs.inputs import as_before, frozen_inputs, newest_model, repeating, share_and_threshold
from detection.runs.models import DetectionRun, RunChunk, TileResult, TileResultQuerySet
from detection.runs.preflight import inputs_of
from detection.runs.preflight_models import Preflight
from detection.runs.tasks import look_ahead as look_ahead_task
from detection.runs.tasks import plan_run, search_next_chunk
from detection.training.models import ModelVersion
from imagery.messages import message as _
from imagery.services.queue_task import queue_task
from ml.rule import MIN_POSITIVE_SUPERPIXELS

NOTHING_FOUND = {"n_superpixels": 0, "n_positive": 0, "n_novel": 0, "is_newer": None}
"""A tile may have failed after it was analysed; its chunk adds what is found anew."""


@transaction.atomic
def start_run(
    *,
    campaign: Campaign,
    started_by: User | None,
    model_version: ModelVersion | None = None,
    threshold: float | str | None = None,
    min_positive_superpixels: int = MIN_POSITIVE_SUPERPIXELS,
    rule: DetectionRun.Rule = DetectionRun.Rule.SHAPE,
    lone_threshold: float | None = None,
    cluster_distance_m: float = 0.0,
    repeats: DetectionRun | None = None,
    accept_disk_shortage: bool = False,
) -> DetectionRun:
    """Freeze the search's inputs and queue it. With `repeats`, tiles of which the source has no newer picture
    than that search saw are taken over.

    `threshold` is a probability or the name of one of the model's thresholds: `precise` or `balanced`;
    `tuned` also sets the other two numbers. By default it is that of the repeated search, if it had the same
    model, or else `precise`.

    Raises a RunError, or JobAlreadyRunning while another search of the campaign is running. When
    a look ahead has found too little disk, that has to be accepted.
    """
    model = model_version or newest_model(campaign)
    if not accept_disk_shortage:
        require_disk(campaign, model)
    chosen = {"lone_threshold": lone_threshold, "cluster_distance_m": cluster_distance_m}
    judged = as_before(model, repeats) if threshold is None else {}
    frozen = frozen_inputs(campaign, model) | chosen | (judged or share_and_threshold(model, threshold))
    job = _start_job(campaign, started_by)
    run = DetectionRun.objects.create(
        number=campaign.runs.next_number(),  # the campaign's one active search job serves as the lock
        min_positive_superpixels=min_positive_superpixels,
        rule=rule,
        job=job,
        created_by=started_by,
        **frozen | repeating(campaign, repeats),
    )
    FindingSet.objects.begin(run)
    queue_for_job(job=job, task=plan_run, argument=run.pk)
    return run


def repeat_run(
    *, run: DetectionRun, started_by: User | None, model_version: ModelVersion | None = None
) -> DetectionRun:
    """Search the campaign's region again, and only what is new: with the same model and rule, or with another
    model at its own threshold. Raises as `start_run` does."""
    model = model_version or run.model_version
    return start_run(
        campaign=run.campaign,
        started_by=started_by,
        model_version=model,
        min_positive_superpixels=run.min_positive_superpixels,
        rule=DetectionRun.Rule(run.rule),
        lone_threshold=run.lone_threshold if model == run.model_version else None,
        cluster_distance_m=run.cluster_distance_m,
        repeats=run,
    )


@transaction.atomic
def continue_run(*, run: DetectionRun, started_by: User | None) -> Job:
    """Continue a search that was stopped or failed, and retry its failed tiles, except for those that
    somebody has accepted. Finished tiles stay as they are.

    Raises NothingToDo, or JobAlreadyRunning while another search of the campaign is running.
    """
    job = _start_job(run.campaign, started_by)
    _reopen(run.tile_results.failed().filter(acceptance__isnull=True))
    return _go_on_with(run, job)


@transaction.atomic
def retry_failures(*, run: DetectionRun, started_by: User | None, reason: str = "") -> Job:
    """Have failed tiles tried again: those with this reason, or without one all that nobody has accepted. A
    search that goes on takes them in, one that is over goes on for them.

    Raises NothingToDo, or JobAlreadyRunning while another search of the campaign is running.
    """
    DetectionRun.objects.select_for_update().get(pk=run.pk)  # so that it does not end at this moment
    failed = run.tile_results.failed()
    wanted = failed.filter(reason=reason) if reason else failed.filter(acceptance__isnull=True)
    if not _reopen(wanted):
        raise NothingToDo(_("No failed tile is left to be tried again."))
    active = Job.objects.active().filter(run=run).first()
    if active is None:
        return _go_on_with(run, _start_job(run.campaign, started_by))
    run.chunks.filter(state=RunChunk.State.DONE, n_pending__gt=0).update(state=RunChunk.State.PENDING)
    counts = run.counts()
    Job.objects.filter(pk=active.pk).update(done=sum(counts.values()) - counts[TileResult.State.PENDING])
    transaction.on_commit(lambda: queue_task(task=search_next_chunk))
    return active


@transaction.atomic
def resume_run(*, run: DetectionRun) -> bool:
    """Give out a paused search's chunks again. False when it is not paused."""
    resumed = DetectionRun.objects.filter(pk=run.pk, paused_at__isnull=False, job__state__in=Job.ACTIVE)
    if not resumed.update(paused_at=None, paused_by=None):
        return False
    transaction.on_commit(lambda: queue_task(task=search_next_chunk))
    return True


@transaction.atomic
def look_ahead(*, campaign: Campaign, started_by: User | None) -> Preflight:
    """Queue a look at what a search with the newest model would take. Raises a RunError, or
    JobAlreadyRunning."""
    model = newest_model(campaign)
    frozen_inputs(campaign, model)  # refuses a model that does not fit
    waiting = _("Waiting for a worker")
    job = start_job(campaign=campaign, kind=Job.Kind.PREFLIGHT, started_by=started_by, message=waiting)
    preflight = Preflight.objects.create(
        campaign=campaign, model_version=model, inputs=inputs_of(campaign, model), job=job
    )
    queue_for_job(job=job, task=look_ahead_task, argument=preflight.pk)
    return preflight


def _reopen(failed: TileResultQuerySet) -> int:
    return failed.update(
        state=TileResult.State.PENDING,
        failure_parts="",
        reason="",
        acceptance=None,
        finished_at=None,
        n_attempts=0,
        n_alone=0,
        **NOTHING_FOUND,
    )


def _go_on_with(run: DetectionRun, job: Job) -> Job:
    if run.is_searched() and not run.chunks.filter(n_pending__gt=0).exists():
        raise NothingToDo(_("Every tile of this search is finished, and none has failed."))
    run.chunks.filter(n_pending__gt=0).update(state=RunChunk.State.PENDING, claim=None)
    run.job, run.paused_at, run.paused_by = job, None, None
    run.save(update_fields=["job", "paused_at", "paused_by"])
    queue_for_job(job=job, task=plan_run, argument=run.pk)
    return job


def _start_job(campaign: Campaign, started_by: User | None) -> Job:
    waiting = _("Waiting for a worker")
    return start_job(campaign=campaign, kind=Job.Kind.DETECT, started_by=started_by, message=waiting)
