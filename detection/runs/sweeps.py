from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from campaigns.models import Campaign, Job
from campaigns.services.broker import is_empty, queue_of
from detection.runs.models import DetectionRun, RunChunk
from detection.runs.pictures import limited_sources, wanted_again
from detection.runs.repeat_tasks import repeat_if_newer
from detection.runs.repeating import latest_look, repeat
from detection.runs.rescoring_models import Rescoring
from detection.runs.schedule_models import SearchSchedule
from detection.runs.services.delete_pictures import delete_due_pictures
from detection.runs.services.finish_run import finish_run
from detection.runs.tasks import plan_run, rescore_run, search_next_chunk
from detection.training.models import ModelVersion
from imagery.messages import message as _
from imagery.services.queue_task import queue_task
from imagery.tasks import read_tile_again

MAX_READ_AGAIN = 100
"""Tiles of a source that a sweep has read again; the next sweep goes on with the others."""


@shared_task
def resume_runs() -> None:
    """Give the chunks and the planning of dead workers to others, and replace lost messages."""
    for run in DetectionRun.objects.under_way().select_related("job"):
        if run.planned_at is None or run.job is None or run.job.state == Job.State.QUEUED:
            _plan_again_if_silent(run)
        elif not finish_run(run):
            _free_abandoned_chunks(run)
    if _chunks_wait() and is_empty(queue_of(search_next_chunk.name)):
        queue_task(task=search_next_chunk)


def _free_abandoned_chunks(run: DetectionRun) -> None:
    # Conditional, so that a chunk whose worker has come back is left alone.
    run.chunks.abandoned().update(state=RunChunk.State.PENDING, claim=None)


def _chunks_wait() -> bool:
    running = RunChunk.objects.filter(
        run__job__state=Job.State.RUNNING, run__planned_at__isnull=False, run__paused_at__isnull=True
    )
    return running.filter(state=RunChunk.State.PENDING).exists()


def _plan_again_if_silent(run: DetectionRun) -> None:
    if run.job is None:
        return
    is_claimed = run.job.state == Job.State.RUNNING
    silence = settings.WORKER_SILENCE_SECONDS if is_claimed else _patience(plan_run.name)
    job = Job.objects.silent_for(timedelta(seconds=silence)).filter(pk=run.job.pk).first()
    if job is not None and (job.requeue() if is_claimed else job.touch()):
        queue_task(task=plan_run, argument=run.pk)


def _patience(task: str) -> float:
    return settings.WORKER_SILENCE_SECONDS if is_empty(queue_of(task)) else settings.JOB_SILENCE_SECONDS


@shared_task
def rescore_where_due() -> None:
    """Have each campaign's newest model judge its latest finished search, once."""
    for campaign in Campaign.objects.listed().order_by("pk"):
        model, run = campaign.model_versions.newest(), campaign.runs.latest_finished()
        if model is not None and run is not None and _may_rescore(run, model):
            _queue_rescoring(run, model)


def _may_rescore(run: DetectionRun, model: ModelVersion) -> bool:
    learnt = run.model_version
    same = (model.extractor, model.extractor_version) == (learnt.extractor, learnt.extractor_version)
    return model != learnt and same and model.segmentation_key == run.segmentation_key


def _queue_rescoring(run: DetectionRun, model: ModelVersion) -> None:
    rescoring, created = Rescoring.objects.get_or_create(run=run, model_version=model)
    if created or Rescoring.objects.all().claim_if_silent(rescoring.pk):
        queue_task(task=rescore_run, argument=rescoring.pk)


@shared_task
def keep_to_terms() -> None:
    """Delete pictures as their sources' terms ask, and have those read again that somebody needs."""
    delete_due_pictures()
    for source in limited_sources():
        for pk in wanted_again(source).values_list("pk", flat=True)[:MAX_READ_AGAIN]:
            queue_task(task=read_tile_again, argument=pk)


@shared_task
def repeat_where_due() -> None:
    """Search again where a schedule says so."""
    due = SearchSchedule.objects.filter(next_at__lte=timezone.now(), campaign__in=Campaign.objects.listed())
    for schedule in due.select_related("campaign__source", "set_by").order_by("pk"):
        _act_on(schedule)


def _act_on(schedule: SearchSchedule) -> None:
    """Repeat the current search, or have a worker look for newer pictures. While a search is under way, the
    turn waits."""
    campaign = schedule.campaign
    if campaign.jobs.active().filter(kind=Job.Kind.DETECT).exists():
        return
    if not schedule.take_turn(timezone.now()):
        return
    run = latest_look(campaign)
    if run is None:
        schedule.end_turn(_("There is no search to repeat yet."))
    elif schedule.every == SearchSchedule.Every.NEWER:
        queue_task(task=repeat_if_newer, argument=schedule.pk)
    else:
        repeat(schedule, run)
