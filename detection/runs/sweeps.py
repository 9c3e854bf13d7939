from celery import shared_task
from django.utils import timezone

from campaigns.models import Campaign, Job
from campaigns.services.queue_task import queue_task
from detection.runs.models import DetectionRun, Rescoring, RunChunk, chunk_silence
from detection.runs.services.finish_run import finish_run
from detection.runs.tasks import plan_run, queue_chunks, rescore_run, search_chunk
from detection.training.models import ModelVersion


@shared_task
def resume_runs() -> None:
    for run in DetectionRun.objects.under_way().select_related("job"):
        if run.planned_at is None or run.job is None or run.job.state == Job.State.QUEUED:
            _plan_again_if_silent(run)
        elif not finish_run(run):
            _free_abandoned_chunks(run)
            _queue_again_if_silent(run)


def _free_abandoned_chunks(run: DetectionRun) -> None:
    for pk in run.chunks.abandoned().values_list("pk", flat=True):
        # Conditional, so that a chunk whose worker has come back is left alone.
        if run.chunks.abandoned().filter(pk=pk).update(state=RunChunk.State.PENDING, claim=None):
            queue_task(task=search_chunk, argument=pk)


def _plan_again_if_silent(run: DetectionRun) -> None:
    if _touch_if_silent(run):
        queue_task(task=plan_run, argument=run.pk)


def _queue_again_if_silent(run: DetectionRun) -> None:
    # Chunks wait but no worker has finished a tile for long, so their messages must be lost.
    if _touch_if_silent(run):
        queue_chunks(run)


def _touch_if_silent(run: DetectionRun) -> bool:
    # At most once per silence, so that a sweep every minute does not queue the same work again.
    silent = Job.objects.silent_for(chunk_silence()).filter(run=run)
    return bool(Job.objects.filter(pk__in=silent.values("pk")).update(heartbeat_at=timezone.now()))


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
