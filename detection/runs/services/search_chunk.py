from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Job
from detection.errors import DetectionError
from detection.runs.errors import ClaimLost
from detection.runs.findings import Finding
from detection.runs.models import Detection, RunChunk, TileResult
from detection.runs.searcher import Searcher, load_searcher
from detection.runs.services.finish_run import finish_run
from imagery.models import Tile
from ml.errors import MlError

MOST_ATTEMPTS = 3
TILES_A_WRITE = 8
"""Features of so many tiles are written together; those of a worker that is killed before are lost."""


def search_chunk(*, chunk_id: int) -> None:
    """Search the tiles of a chunk that nobody has finished. Safe to run twice and at the same time."""
    chunks = RunChunk.objects.select_related("run__job", "run__model_version", "run__source")
    chunk = chunks.filter(run__job__state=Job.State.RUNNING, pk=chunk_id).first()
    if chunk is None or not chunk.take():
        return
    try:
        _search_tiles(chunk, load_searcher(chunk.run))
    except ClaimLost:
        chunk.give_back()
        return
    except (DetectionError, MlError) as error:
        chunk.give_back()
        _job_of(chunk).fail(str(error))
        return
    if chunk.finish():
        finish_run(chunk.run)


def _search_tiles(chunk: RunChunk, searcher: Searcher) -> None:
    """Raises `ClaimLost` when the job was stopped, or another worker took the chunk over."""
    pending = list(chunk.tile_results.pending().order_by("n_attempts", "y", "x"))
    kept = searcher.judge_kept(pending)
    _record(chunk, kept)
    rest = [result for result in pending if result not in kept]
    _look(chunk, searcher, [result for result in rest if result.n_attempts == 0])
    # What a worker has died with is looked at alone: whichever tile it was, it takes no other with it again.
    for suspect in rest:
        if suspect.n_attempts >= MOST_ATTEMPTS:
            _record(chunk, {suspect: _set_aside(suspect)})
        elif suspect.n_attempts > 0:
            _look(chunk, searcher, [suspect])


def _look(chunk: RunChunk, searcher: Searcher, results: list[TileResult]) -> None:
    under_way: set[int] = set()
    described: dict[Tile, Any] = {}
    try:
        with closing(searcher.look_at(_begin(chunk, results, under_way))) as looks:
            for look in looks:
                if look.tile is not None and look.vectors is not None:
                    described[look.tile] = look.vectors
                if len(described) >= TILES_A_WRITE:
                    searcher.region.keep(described)
                    described.clear()
                if look.finding is not None:
                    _record(chunk, {look.result: look.finding})
                    under_way.discard(look.result.pk)
    finally:
        searcher.region.keep(described)
        # Begun but not seen to its end, because of something else than the tile: no attempt of its own.
        TileResult.objects.filter(pk__in=under_way, n_attempts__gt=0).update(n_attempts=F("n_attempts") - 1)


def _begin(chunk: RunChunk, results: Iterable[TileResult], under_way: set[int]) -> Iterator[TileResult]:
    for result in results:
        if not chunk.beat():
            raise ClaimLost
        TileResult.objects.filter(pk=result.pk).update(n_attempts=F("n_attempts") + 1)
        under_way.add(result.pk)
        yield result


def _set_aside(result: TileResult) -> Finding:
    return Finding.failed(
        _("%(count)d workers in a row ended while looking at this tile; they may need more memory.")
        % {"count": result.n_attempts}
    )


def _record(chunk: RunChunk, findings: Mapping[TileResult, Finding]) -> None:
    """Store what was seen, once: what another worker has recorded already stays. Raises `ClaimLost` when the
    job was stopped meanwhile; what was seen is stored even so."""
    if not findings:
        return
    _store(findings)
    if not _job_of(chunk).advance(len(findings)):
        raise ClaimLost


@transaction.atomic
def _store(findings: Mapping[TileResult, Finding]) -> None:
    now = timezone.now()
    detections = []
    for result, finding in findings.items():
        pending = TileResult.objects.pending().filter(pk=result.pk)
        if not pending.update(state=finding.state, finished_at=now, **finding.tile_result):
            continue
        if finding.detection is not None:
            detections.append(Detection(run_id=result.run_id, tile_result=result, **finding.detection))
    Detection.objects.bulk_create(detections)


def _job_of(chunk: RunChunk) -> Job:
    job = chunk.run.job
    assert job is not None  # noqa: S101 - search_chunk selected the chunk by its job
    return job
