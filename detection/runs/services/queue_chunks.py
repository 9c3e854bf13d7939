from campaigns.services.queue_task import queue_task
from detection.runs.models import DetectionRun, RunChunk
from detection.runs.services.finish_run import finish_run
from detection.runs.tasks import search_chunk


def queue_chunks(run: DetectionRun) -> None:
    """Queue every chunk that waits. Stops at a dead broker: the sweep queues the rest once it is back."""
    waiting = run.chunks.filter(state=RunChunk.State.PENDING).order_by("quadkey")
    for pk in waiting.values_list("pk", flat=True):
        if not queue_task(task=search_chunk, argument=pk):
            return
    finish_run(run)
