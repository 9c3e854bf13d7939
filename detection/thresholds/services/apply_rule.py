from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from django.db import transaction
from django.utils import timezone

from campaigns.models import Job
from detection.runs.finding_models import Detection, FindingSet
from detection.runs.models import DetectionRun, TileResult
from detection.runs.services.link_places import link_places
from detection.runs.services.merge_findings import finding_columns
from detection.runs.signals import findings_changed
from detection.thresholds.errors import NotPrepared
from detection.thresholds.rules import columns_of
from detection.thresholds.services.gather_candidates import gather_candidates
from detection.thresholds.stored import candidates_of, file_of, require_end
from imagery.messages import message as _
from ml.candidates import Candidates, Found
from ml.merging import MergedShape
from ml.tiles import Tile

ROWS_AT_ONCE, TILES_AT_ONCE = 500, 5000
FINDINGS_PER_REPORT = 100


def apply_rule(*, version: FindingSet, job: Job) -> FindingSet | None:
    """Make a version's findings and put it in force, all at once: until then the one before is reviewed. None
    when the job was stopped. Safe to run twice. Raises NotPrepared while the search is under way."""
    run = DetectionRun.objects.select_related("campaign", "model_version", "job").get(pk=version.run_id)
    if version.applied_at is not None:
        return version
    require_end(run)
    if file_of(run) is None and gather_candidates(run=run, job=job) is None:
        return None
    candidates = candidates_of(run)
    found = candidates.judge(version.finding_rule)
    rows: list[Detection] = []
    for row in _rows(version, run, candidates, found):
        if len(rows) % FINDINGS_PER_REPORT == 0 and not job.report(
            len(rows), len(found), _("Drawing the findings")
        ):
            return None
        rows.append(row)
    return _put_in_force(version, candidates, rows)


def _rows(
    version: FindingSet, run: DetectionRun, candidates: Candidates, found: Found
) -> Iterator[Detection]:
    results = _results(run, version.threshold)
    for number in range(len(found)):
        members = found.members_of(number)
        shape = MergedShape(
            geometry=candidates.shape(members),
            superpixels=[(_tile(run, candidates, one), int(candidates.numbers[one])) for one in members],
            probabilities=candidates.probabilities[members].tolist(),
            in_positive_tile=True,
        )
        yield Detection(run=run, finding_set=version, **finding_columns(shape, results))


def _results(run: DetectionRun, threshold: float) -> dict[str, TileResult]:
    columns = ("run", "z", "x", "y", "captured_from", "captured_to")
    analysed = run.tile_results.filter(state=TileResult.State.ANALYSED, max_probability__gte=threshold)
    return {str(result): result for result in analysed.only(*columns).iterator(chunk_size=ROWS_AT_ONCE)}


def _tile(run: DetectionRun, candidates: Candidates, candidate: int) -> Tile:
    x, y = candidates.tiles[candidates.tile_of[candidate]].tolist()
    return Tile(run.zoom, x, y)


@transaction.atomic
def _put_in_force(version: FindingSet, candidates: Candidates, rows: list[Detection]) -> FindingSet:
    # Locked, as for joining findings: a worker that joins, or another version, waits.
    run = DetectionRun.objects.select_for_update().get(pk=version.run_id)
    version = FindingSet.objects.select_for_update().get(pk=version.pk)
    if version.applied_at is not None:
        return version
    if file_of(run) is None:
        raise NotPrepared(
            _("Search %(number)d has gone on meanwhile. Try again when it has ended.")
            % {"number": run.number}
        )
    Detection.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    version.applied_at, version.n_findings = timezone.now(), len(rows)
    version.area_ha = float(np.sum([row.area_ha for row in rows]))
    version.save(update_fields=["applied_at", "n_findings", "area_ha"])
    DetectionRun.objects.filter(pk=run.pk).update(finding_set=version, **columns_of(version.finding_rule))
    run.refresh_from_db()
    _count_positive(run, candidates)
    link_places(run=run)
    findings_changed.send(DetectionRun, run=run, detection_ids=None)
    return version


def _count_positive(run: DetectionRun, candidates: Candidates) -> None:
    counts = candidates.positive_by_tile(run.threshold)
    wanted = {(x, y): n for (x, y), n in zip(candidates.tiles.tolist(), counts.tolist(), strict=True)}
    stored = run.tile_results.filter(
        state=TileResult.State.ANALYSED, max_probability__gte=candidates.floor
    ).values_list("pk", "x", "y", "n_positive")
    changed: dict[int, list[int]] = defaultdict(list)
    for pk, x, y, n_positive in stored.iterator(chunk_size=ROWS_AT_ONCE):
        if wanted.get((x, y), n_positive) != n_positive:
            changed[wanted[x, y]].append(pk)
    # A statement for each count: there are a few dozen, and tens of thousands of tiles.
    for n_positive, pks in changed.items():
        for start in range(0, len(pks), TILES_AT_ONCE):
            run.tile_results.filter(pk__in=pks[start : start + TILES_AT_ONCE]).update(n_positive=n_positive)
