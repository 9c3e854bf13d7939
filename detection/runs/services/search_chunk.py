import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from campaigns.log_context import about
from campaigns.models import Job
from campaigns.services.heartbeat import beating
from campaigns.services.outages import OUTAGES, fail_if_full, wait_for_database
from detection.errors import DetectionError
from detection.runs.counters import added_to_counters
from detection.runs.errors import ClaimLost
from detection.runs.ground import UnreadableTile, with_positive
from detection.runs.models import RunChunk, TileResult
from detection.runs.progress_models import RunMinute
from detection.runs.services.delete_pictures import leave_no_pictures
from detection.runs.services.finish_run import finish_run
from detection.runs.services.merge_findings import merge_findings
from detection.runs.stages import STAGES
from detection.runs.tile_analyser import TileAnalyser, load_analyser
from detection.runs.tile_outcome import TileOutcome
from imagery.errors import DiskFull
from imagery.messages import message as _
from imagery.messages import words_of
from imagery.models import Tile
from imagery.services.prepare_tile import make_tiles
from ml.errors import MlError
from ml.feature_store import Vectors

MAX_ATTEMPTS = 3
TILES_PER_WRITE = 8
"""Number of tiles whose features are written together; a killed worker loses those not yet written."""


def search_chunk(*, chunk: RunChunk) -> None:
    """Search the unfinished tiles of a chunk that this worker has claimed. Safe to run twice, also at the
    same time. When the database goes away, the chunk is given back once it answers; when its disk is full,
    the search stops."""
    try:
        with about(job_id=chunk.run.job_id, chunk=chunk.quadkey), beating(chunk.heartbeat):
            _search(chunk)
    except OUTAGES as error:
        if wait_for_database():
            fail_if_full(_job_of(chunk), error)
            chunk.release_claim()
        raise


def _search(chunk: RunChunk) -> None:
    try:
        _search_tiles(chunk, load_analyser(chunk.run))
    except ClaimLost:
        join_findings(chunk)
        chunk.release_claim()
        return
    except (DetectionError, DiskFull, MlError) as error:
        chunk.release_claim()
        _job_of(chunk).fail(words_of(error))
        return
    # Before the chunk is finished: a worker that dies in between leaves both to the next.
    join_findings(chunk)
    if chunk.finish():
        finish_run(chunk.run)


def join_findings(chunk: RunChunk) -> None:
    """Join the findings around the chunk's finished tiles. A tile whose superpixels are lost fails."""
    while True:
        finished = with_positive(chunk.run).filter(chunk=chunk).select_related("tile")
        try:
            merge_findings(run=chunk.run, tiles=finished)
            break
        except UnreadableTile as lost:
            columns = TileOutcome.failed(words_of(lost), lost.result.tile).tile_result
            TileResult.objects.filter(pk=lost.result.pk).update(
                state=TileResult.State.FAILED, n_positive=0, **columns
            )
    # Afterwards: what lies under a finding is still needed.
    leave_no_pictures(run=chunk.run, results=chunk.tile_results.all())


def _search_tiles(chunk: RunChunk, analyser: TileAnalyser) -> None:
    pending = list(chunk.tile_results.pending().order_by("n_attempts", "y", "x"))
    from_cache = analyser.judge_from_cache(pending)
    _record_outcomes(chunk, from_cache)
    rest = [result for result in pending if result not in from_cache]
    if chunk.run.repeats_id is None:  # else most are there
        make_tiles(source=chunk.run.source, addresses=[result.address for result in rest])
    _analyse(chunk, analyser, [result for result in rest if result.n_attempts == 0])
    # A tile that a worker crashed on is analysed alone, so that it cannot take other tiles with it again.
    for suspect in rest:
        if suspect.n_alone >= MAX_ATTEMPTS:
            _record_outcomes(chunk, {suspect: _too_many_attempts(suspect)})
        elif suspect.n_attempts > 0:
            _analyse(chunk, analyser, [suspect])


def _analyse(chunk: RunChunk, analyser: TileAnalyser, results: list[TileResult]) -> None:
    started: set[int] = set()
    alone = int(len(results) == 1)
    new_vectors: dict[Tile, Vectors] = {}
    begun, seconds = time.monotonic(), Counter[str]()
    try:
        with closing(analyser.analyse(_start_each(chunk, results, started, alone))) as analyses:
            for analysis in analyses:
                if analysis.tile is not None and analysis.vectors is not None:
                    new_vectors[analysis.tile] = analysis.vectors
                if len(new_vectors) >= TILES_PER_WRITE:
                    analyser.add_features(new_vectors)
                    new_vectors.clear()
                if analysis.outcome is not None:
                    _record_outcomes(chunk, {analysis.result: analysis.outcome})
                    started.discard(analysis.result.pk)
                seconds.update(analysis.seconds)
    finally:
        _note_seconds(chunk, time.monotonic() - begun, seconds)
        # Started but not finished for a reason outside the tile: this does not count as an attempt.
        TileResult.objects.filter(pk__in=started, n_attempts__gt=0).update(
            n_attempts=F("n_attempts") - 1, n_alone=F("n_alone") - alone
        )
        analyser.add_features(new_vectors)


def _note_seconds(chunk: RunChunk, searched: float, by_stage: Mapping[str, float]) -> None:
    spent = {f"{stage}_s": F(f"{stage}_s") + by_stage.get(stage, 0.0) for stage in STAGES}
    RunChunk.objects.filter(pk=chunk.pk).update(searched_s=F("searched_s") + searched, **spent)


def _start_each(
    chunk: RunChunk, results: Iterable[TileResult], started: set[int], alone: int
) -> Iterator[TileResult]:
    for result in results:
        if not chunk.may_go_on():
            raise ClaimLost
        TileResult.objects.filter(pk=result.pk).update_uncounted(
            n_attempts=F("n_attempts") + 1, n_alone=F("n_alone") + alone
        )
        started.add(result.pk)
        yield result


def _too_many_attempts(result: TileResult) -> TileOutcome:
    return TileOutcome.failed(
        _("%(count)d workers in a row crashed while analysing this tile. They may need more memory.")
        % {"count": result.n_alone}
    )


def _record_outcomes(chunk: RunChunk, outcomes: Mapping[TileResult, TileOutcome]) -> None:
    """Store outcomes, except for tiles that another worker has recorded already. Raises `ClaimLost` when the
    job was stopped meanwhile; the outcomes are stored all the same."""
    if not outcomes:
        return
    _store(chunk, outcomes)
    if not _job_of(chunk).advance(len(outcomes)):
        raise ClaimLost


@transaction.atomic
def _store(chunk: RunChunk, outcomes: Mapping[TileResult, TileOutcome]) -> None:
    """The tiles, their chunk's counters and the minute's, together."""
    now, row = timezone.now(), RunChunk.objects.filter(pk=chunk.pk)
    row.hold()
    stored = [outcome for result, outcome in outcomes.items() if _store_one(result, outcome, now)]
    if stored:
        row.update(**added_to_counters((one.state, one.tile_result) for one in stored))
    RunMinute.objects.all().add(chunk.run, len(stored))


def _store_one(result: TileResult, outcome: TileOutcome, now: datetime) -> int:
    pending = TileResult.objects.pending().filter(pk=result.pk)
    return pending.update_uncounted(state=outcome.state, finished_at=now, **outcome.tile_result)


def _job_of(chunk: RunChunk) -> Job:
    job = chunk.run.job
    assert job is not None  # noqa: S101 - search_chunk selected the chunk by its job
    return job
