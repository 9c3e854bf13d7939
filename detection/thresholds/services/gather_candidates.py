import hashlib
import io
import time

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from campaigns.models import Job
from detection.runs.ground import Ground, UnreadableTile
from detection.runs.models import DetectionRun, TileResult, TileResultQuerySet
from detection.thresholds.models import CandidateFile
from detection.thresholds.rules import lowest_threshold
from imagery.files import data_path, write_atomically
from imagery.messages import message as _
from ml.candidate_builder import CandidateBuilder
from ml.candidates import Candidates, floor_for

MAX_CANDIDATES = 300_000
"""The lowest threshold is raised until a search has at most as many: what is tried in a web process."""
ROWS_AT_ONCE = 500
TILES_PER_REPORT = 50


def gather_candidates(*, run: DetectionRun, job: Job | None = None) -> CandidateFile | None:
    """Store what is needed to try other rules on a finished search. None when the job was stopped. Safe to
    run twice: the file is renamed into place, then the row says so."""
    began, made_at = time.monotonic(), timezone.now()
    wanted = lowest_threshold(run)
    floor = floor_for(_probabilities(_tiles(run, wanted), wanted), wanted, MAX_CANDIDATES)
    tiles = _tiles(run, floor)
    builder, total, n_unreadable = CandidateBuilder(run.zoom, floor), tiles.count(), 0
    ordered = tiles.select_related("tile").order_by("y", "x")
    for done, result in enumerate(ordered.iterator(chunk_size=ROWS_AT_ONCE)):
        if job and done % TILES_PER_REPORT == 0 and not job.report(done, total, _("Reading superpixels")):
            return None
        n_unreadable += not _add(builder, run, result)
    candidates = builder.finish()
    old = CandidateFile.objects.filter(run=run).first()
    stored, _created = CandidateFile.objects.update_or_create(
        run=run,
        defaults={
            **_write(run, candidates),
            "floor": candidates.floor,
            "max_distance_m": candidates.max_distance_m,
            "n_candidates": len(candidates),
            "n_unreadable": n_unreadable,
            "seconds": time.monotonic() - began,
            "made_at": made_at,
        },
    )
    _delete_replaced(old, stored)
    return stored


def _tiles(run: DetectionRun, floor: float) -> TileResultQuerySet:
    return TileResult.objects.filter(
        run=run, state=TileResult.State.ANALYSED, max_probability__gte=floor, tile__isnull=False
    )


def _probabilities(tiles: TileResultQuerySet, floor: float) -> NDArray[np.float64]:
    rows = tiles.values_list("probabilities", flat=True).iterator(chunk_size=ROWS_AT_ONCE)
    return np.array([found for row in rows for found in row or [] if found is not None and found >= floor])


def _add(builder: CandidateBuilder, run: DetectionRun, result: TileResult) -> bool:
    # One tile at a time: edges are the builder's, so that memory does not grow with the region.
    ground = Ground(run)
    try:
        labels, outlines = ground.labels_of(result), ground.outlines_of(result)
    except UnreadableTile:
        return False
    builder.add(result.address, labels, result.probabilities or [], outlines)
    return True


def _write(run: DetectionRun, candidates: Candidates) -> dict[str, str]:
    buffer = io.BytesIO()
    np.save(buffer, candidates.outlines, allow_pickle=False)
    contents = {"arrays": candidates.pack(), "outlines": buffer.getvalue()}
    digest = hashlib.sha256(b"".join(contents.values())).hexdigest()[:12]
    folder = f"runs/{run.campaign.slug}/{run.number}"
    names = {"arrays": f"{folder}/candidates-{digest}.npz", "outlines": f"{folder}/outlines-{digest}.npy"}
    for name, content in contents.items():
        write_atomically(names[name], content)
    return names


def _delete_replaced(old: CandidateFile | None, stored: CandidateFile) -> None:
    for name in {old.arrays, old.outlines} - {stored.arrays, stored.outlines} if old else ():
        data_path(name).unlink(missing_ok=True)
