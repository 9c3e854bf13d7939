import logging

from django.db import Error as DatabaseError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Job
from detection.errors import DetectionError
from detection.runs.models import Detection, RunChunk, TileResult
from detection.runs.searcher import Finding, Searcher, load_searcher
from detection.runs.services.finish_run import finish_run
from ml.errors import BundleError, MissingWeights, MlError, UnknownExtractor

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
CONCERNS_THE_RUN = (MissingWeights, UnknownExtractor, BundleError)
"""What would fail every other tile alike."""


def search_chunk(*, chunk_id: int) -> None:
    """Search the tiles of a chunk that nobody has finished. Safe to run twice and at the same time."""
    chunks = RunChunk.objects.select_related("run__job", "run__model_version", "run__source")
    chunk = chunks.filter(run__job__state=Job.State.RUNNING, pk=chunk_id).first()
    if chunk is None or not chunk.take():
        return
    try:
        is_searched = _search_tiles(chunk, load_searcher(chunk.run))
    except (DetectionError, MlError) as error:
        chunk.give_back()
        _job_of(chunk).fail(str(error))
        return
    if is_searched and chunk.finish():
        finish_run(chunk.run)


def _search_tiles(chunk: RunChunk, searcher: Searcher) -> bool:
    """False when the job was stopped, or another worker took the chunk over."""
    for result in chunk.tile_results.pending().order_by("y", "x"):
        if not chunk.beat():
            return False
        _record(result, _look(result, searcher))
        if not _job_of(chunk).advance():
            chunk.give_back()
            return False
    return True


def _look(result: TileResult, searcher: Searcher) -> Finding:
    TileResult.objects.filter(pk=result.pk).update(n_attempts=F("n_attempts") + 1)
    if result.n_attempts >= MOST_ATTEMPTS:
        return Finding.failed(
            _("%(count)d workers in a row ended while looking at this tile; they may need more memory.")
            % {"count": result.n_attempts}
        )
    try:
        return searcher.look_at(result)
    except (DatabaseError, *CONCERNS_THE_RUN):
        raise
    except Exception as error:  # one bad tile never stops the rest: its reason is kept with it
        logger.warning("Tile %s of %s failed", result, searcher.run, exc_info=True)
        return Finding.failed(
            str(error) if isinstance(error, MlError) else f"{type(error).__name__}: {error}"
        )


@transaction.atomic
def _record(result: TileResult, finding: Finding) -> bool:
    """Store what was seen, once: False when another worker was first."""
    pending = TileResult.objects.pending().filter(pk=result.pk)
    if not pending.update(state=finding.state, finished_at=timezone.now(), **finding.tile_result):
        return False
    if finding.detection is not None:
        Detection.objects.create(run_id=result.run_id, tile_result=result, **finding.detection)
    return True


def _job_of(chunk: RunChunk) -> Job:
    job = chunk.run.job
    assert job is not None  # noqa: S101 - search_chunk selected the chunk by its job
    return job
