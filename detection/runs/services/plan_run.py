from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from django.db import transaction
from django.utils import timezone

from campaigns.models import Job
from campaigns.services.outages import OUTAGES, fail_if_full
from detection.runs.models import DetectionRun, RunChunk, TileResult
from imagery.messages import message as _
from imagery.messages import words_of
from ml.errors import MlError
from ml.tiles import Tile, tiles_in_geometry

SMALL_REGION = 4096
"""Number of tiles up to which a chunk holds at most 16 tiles, so that several workers can share the region; a
chunk of a larger region holds at most 64."""
CHUNKS_PER_BATCH = 256
ROWS_PER_STATEMENT = 2000


def plan_run(*, run_id: int) -> DetectionRun | None:
    """Create a TileResult for every tile of the region. Returns the search when its chunks can be queued.
    Safe to run twice and to repeat after a crash."""
    run = DetectionRun.objects.select_related("job").get(pk=run_id)
    job = run.job
    if job is None or not (job.claim() or job.state == Job.State.RUNNING):
        return None
    try:
        if run.planned_at is None and not _plan(run, job):
            return None
    except OUTAGES as error:
        fail_if_full(job, error)
        raise
    _report_total(run, job)
    return run


def _plan(run: DetectionRun, job: Job) -> bool:
    try:
        total = sum(1 for _tile in tiles_in_geometry(run.region, run.zoom))
    except MlError as error:
        job.fail(words_of(error))
        return False
    if total == 0:
        job.fail(_("The campaign's region contains no tile. Draw the region first."))
        return False
    planned = 0
    for batch in _batches(run, total):
        planned += _write_batch(run, batch)
        if not job.report(
            0, total, _("Planned %(planned)d of %(total)d tiles") % {"planned": planned, "total": total}
        ):
            return False
    DetectionRun.objects.filter(pk=run.pk, planned_at__isnull=True).update(planned_at=timezone.now())
    return True


def _batches(run: DetectionRun, total: int) -> Iterator[dict[str, list[Tile]]]:
    # `tiles_in_geometry` yields tiles in quadkey order.
    length = max(0, run.zoom - (2 if total <= SMALL_REGION else 3))
    chunks = groupby(tiles_in_geometry(run.region, run.zoom), key=lambda tile: tile.quadkey[:length])
    lists = ((quadkey, list(tiles)) for quadkey, tiles in chunks)
    while batch := dict(islice(lists, CHUNKS_PER_BATCH)):
        yield batch


@transaction.atomic
def _write_batch(run: DetectionRun, batch: dict[str, list[Tile]]) -> int:
    RunChunk.objects.bulk_create(
        [RunChunk(run=run, quadkey=quadkey) for quadkey in batch],
        ignore_conflicts=True,
        batch_size=ROWS_PER_STATEMENT,
    )
    pks = dict(run.chunks.filter(quadkey__in=list(batch)).values_list("quadkey", "pk"))
    rows = list(_rows(run, batch, pks))
    TileResult.objects.bulk_create(rows, ignore_conflicts=True, batch_size=ROWS_PER_STATEMENT)
    return len(rows)


def _rows(run: DetectionRun, batch: dict[str, list[Tile]], pks: dict[str, int]) -> Iterable[TileResult]:
    for quadkey, tiles in batch.items():
        for tile in tiles:
            yield TileResult(run=run, chunk_id=pks[quadkey], z=tile.z, x=tile.x, y=tile.y)


def _report_total(run: DetectionRun, job: Job) -> None:
    results = TileResult.objects.filter(run=run)
    job.report(results.finished().count(), results.count(), _("Searching the region"))
