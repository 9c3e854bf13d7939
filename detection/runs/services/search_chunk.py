from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from campaigns.models import Job
from detection.errors import DetectionError
from detection.runs.errors import ClaimLost
from detection.runs.models import Detection, RunChunk, TileResult
from detection.runs.services.finish_run import finish_run
from detection.runs.tile_analyser import TileAnalyser, load_analyser
from detection.runs.tile_outcome import TileOutcome
from imagery.messages import message as _
from imagery.messages import words_of
from imagery.models import Tile
from ml.errors import MlError

MAX_ATTEMPTS = 3
TILES_A_WRITE = 8
"""Features of so many tiles are written together; those of a worker that is killed before are lost."""


def search_chunk(*, chunk_id: int) -> None:
    """Search the tiles of a chunk that nobody has finished. Safe to run twice and at the same time."""
    chunks = RunChunk.objects.select_related("run__job", "run__model_version", "run__source")
    chunk = chunks.filter(run__job__state=Job.State.RUNNING, pk=chunk_id).first()
    if chunk is None or not chunk.take():
        return
    try:
        _search_tiles(chunk, load_analyser(chunk.run))
    except ClaimLost:
        chunk.give_back()
        return
    except (DetectionError, MlError) as error:
        chunk.give_back()
        _job_of(chunk).fail(words_of(error))
        return
    if chunk.finish():
        finish_run(chunk.run)


def _search_tiles(chunk: RunChunk, analyser: TileAnalyser) -> None:
    """Raises `ClaimLost` when the job was stopped, or another worker took the chunk over."""
    pending = list(chunk.tile_results.pending().order_by("n_attempts", "y", "x"))
    kept = analyser.judge_cached(pending)
    _record(chunk, kept)
    rest = [result for result in pending if result not in kept]
    _analyse(chunk, analyser, [result for result in rest if result.n_attempts == 0])
    # What a worker has died with is looked at alone: whichever tile it was, it takes no other with it again.
    for suspect in rest:
        if suspect.n_attempts >= MAX_ATTEMPTS:
            _record(chunk, {suspect: _set_aside(suspect)})
        elif suspect.n_attempts > 0:
            _analyse(chunk, analyser, [suspect])


def _analyse(chunk: RunChunk, analyser: TileAnalyser, results: list[TileResult]) -> None:
    under_way: set[int] = set()
    described: dict[Tile, Any] = {}
    try:
        with closing(analyser.analyse(_begin(chunk, results, under_way))) as looks:
            for analysis in looks:
                if analysis.tile is not None and analysis.vectors is not None:
                    described[analysis.tile] = analysis.vectors
                if len(described) >= TILES_A_WRITE:
                    analyser.region.keep(described)
                    described.clear()
                if analysis.outcome is not None:
                    _record(chunk, {analysis.result: analysis.outcome})
                    under_way.discard(analysis.result.pk)
    finally:
        analyser.region.keep(described)
        # Begun but not seen to its end, because of something else than the tile: no attempt of its own.
        TileResult.objects.filter(pk__in=under_way, n_attempts__gt=0).update(n_attempts=F("n_attempts") - 1)


def _begin(chunk: RunChunk, results: Iterable[TileResult], under_way: set[int]) -> Iterator[TileResult]:
    for result in results:
        if not chunk.beat():
            raise ClaimLost
        TileResult.objects.filter(pk=result.pk).update(n_attempts=F("n_attempts") + 1)
        under_way.add(result.pk)
        yield result


def _set_aside(result: TileResult) -> TileOutcome:
    return TileOutcome.failed(
        _("%(count)d workers in a row ended while looking at this tile; they may need more memory.")
        % {"count": result.n_attempts}
    )


def _record(chunk: RunChunk, outcomes: Mapping[TileResult, TileOutcome]) -> None:
    """Store what was seen, once: what another worker has recorded already stays. Raises `ClaimLost` when the
    job was stopped meanwhile; what was seen is stored even so."""
    if not outcomes:
        return
    _store(outcomes)
    if not _job_of(chunk).advance(len(outcomes)):
        raise ClaimLost


@transaction.atomic
def _store(outcomes: Mapping[TileResult, TileOutcome]) -> None:
    now = timezone.now()
    detections = []
    for result, outcome in outcomes.items():
        pending = TileResult.objects.pending().filter(pk=result.pk)
        if not pending.update(state=outcome.state, finished_at=now, **outcome.tile_result):
            continue
        if outcome.detection is not None:
            detections.append(Detection(run_id=result.run_id, tile_result=result, **outcome.detection))
    Detection.objects.bulk_create(detections)


def _job_of(chunk: RunChunk) -> Job:
    job = chunk.run.job
    assert job is not None  # noqa: S101 - search_chunk selected the chunk by its job
    return job
