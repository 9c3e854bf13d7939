"""Background work of searches. The web process loads this module to queue tasks, so the services, which load
the heavy libraries, are imported inside the tasks."""

from celery import shared_task

from campaigns.services.queue_task import queue_task
from detection.runs.models import DetectionRun, RunChunk
from detection.runs.services.finish_run import finish_run


@shared_task
def plan_run(run_id: int) -> None:
    from detection.runs.services.plan_run import plan_run as plan

    run = plan(run_id=run_id)
    if run is not None:
        queue_chunks(run)


@shared_task
def search_chunk(chunk_id: int) -> None:
    from detection.runs.services.search_chunk import search_chunk as search

    search(chunk_id=chunk_id)


@shared_task
def rescore_run(rescoring_id: int) -> None:
    from detection.runs.services.rescore_run import rescore_run as rescore

    rescore(rescoring_id=rescoring_id)


def queue_chunks(run: DetectionRun) -> None:
    # Stops when the broker is down: the sweep queues the rest once it is back.
    waiting = run.chunks.filter(state=RunChunk.State.PENDING).order_by("quadkey")
    for pk in waiting.values_list("pk", flat=True):
        if not queue_task(task=search_chunk, argument=pk):
            return
    finish_run(run)
