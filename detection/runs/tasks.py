"""Background work of searches. The web process loads this module to queue tasks, so the services, which load
the heavy libraries, are imported inside the tasks."""

from celery import shared_task

from campaigns.services.take_job import taken_job
from detection.runs.models import RunChunk
from detection.runs.preflight_models import Preflight
from detection.runs.services.finish_run import finish_run
from imagery.services.queue_task import queue_task


@shared_task
def plan_run(run_id: int) -> None:
    from detection.runs.services.plan_run import plan_run as plan

    run = plan(run_id=run_id)
    if run is not None and not finish_run(run):
        queue_task(task=search_next_chunk)


@shared_task
def search_next_chunk() -> None:
    """Search one chunk of any search under way. Before the work begins another such task is queued, for
    whichever worker is free: the queue holds a few messages, however many chunks there are."""
    from detection.runs.services.search_chunk import search_chunk as search

    chunk = RunChunk.objects.all().claim_next()
    if chunk is not None:
        queue_task(task=search_next_chunk)
        search(chunk=chunk)


@shared_task
def look_ahead(preflight_id: int) -> None:
    from detection.runs.services.look_ahead import look_ahead as look

    preflight = Preflight.objects.select_related("job").get(pk=preflight_id)
    if preflight.job is None:
        return
    with taken_job(preflight.job.pk) as job:
        if job is not None:
            look(preflight=preflight, job=job)


@shared_task
def rescore_run(rescoring_id: int) -> None:
    from detection.runs.services.rescore_run import rescore_run as rescore

    rescore(rescoring_id=rescoring_id)
