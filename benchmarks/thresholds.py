"""Other thresholds for a search of a whole region on PostgreSQL: how long a preview takes, and applying them.

    python -m benchmarks.thresholds [--tiles N] [--candidates N] [--json]

The superpixels are drawn: groups of neighbours strewn over the region, each with an outline of fifty points.
By default as many as a search keeps at most.
"""

from __future__ import annotations

import argparse
import io
import resource
import tempfile
import time
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.labeling import find_here
from benchmarks.region import TILES, ZOOM, begin, plan
from benchmarks.report import Report, note, run_benchmark, table
from benchmarks.servers import running_postgres

if TYPE_CHECKING:
    from detection.models import DetectionRun
    from ml.candidates import Candidates

CANDIDATES = 300_000
ACROSS, DOWN = 6, 5
"""Superpixels in a tile."""
GROUP = 5.0
"""Superpixels of a group, on average."""
FLOOR, LONE = 0.2, 0.97
TRIED = (0.25, 0.5, 0.7, 0.9)
REPEATS = 3
BAR_MS = 2000.0
COPIED = (
    "tile_result_id", "geometry", "shown", "west", "south", "east", "north", "superpixels", "n_superpixels",
    "score", "area_ha", "place_id",
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.thresholds", description=__doc__)
    parser.add_argument("--tiles", type=int, default=TILES, help="about how many tiles the region has")
    parser.add_argument("--candidates", type=int, default=CANDIDATES, help="superpixels that are kept")
    return run_benchmark(parser, measure, describe)


def measure(options: argparse.Namespace) -> Report:
    for program in ("initdb", "postgres"):
        find_here(program)
    with (
        running_postgres(durable=True) as server,
        tempfile.TemporaryDirectory(prefix="landscar-bench-") as folder,
    ):
        begin(server, folder)
        run, _seconds = plan(options.tiles)
        return _measure(run, options.candidates)


def _measure(run: DetectionRun, n_candidates: int) -> Report:
    from detection.models import CandidateFile

    candidates = draw_candidates(run, n_candidates)
    note(f"Drew {len(candidates):,} superpixels, {len(candidates.near):,} pairs that are near each other")
    _store(run, candidates)
    first = _apply(run, 0.8, None, 0.0)
    note("Trying thresholds")
    previews = _time_previews(run)
    second = _apply(run, 0.7, LONE, 0.0)
    note("Comparing with another search, and exporting")
    stored = CandidateFile.objects.get(run=run)
    return {
        "tiles": sum(run.counts().values()),
        "candidates": stored.n_candidates,
        "pairs_near": len(candidates.near),
        **previews,
        "apply_first": first,
        "apply_second": second,
        **_time_diff_and_export(run),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def draw_candidates(run: DetectionRun, n: int) -> Candidates:
    """Groups of neighbouring superpixels of a grid of six by five in each tile."""
    import shapely
    from scipy.spatial import cKDTree

    from ml.candidates import Candidates
    from ml.clusters import to_plane
    from ml.geometry import area_ha, to_degrees
    from ml.tiles import TILE_SIZE

    random = np.random.default_rng(0)
    cells = _cells_of_groups(random, _tiles_of(run), n)
    tiles, tile_of = np.unique(cells // [ACROSS, DOWN], axis=0, return_inverse=True)
    size = np.array([TILE_SIZE / ACROSS, TILE_SIZE / DOWN])
    outline = _jagged(random, size)
    shapes = [shapely.polygons(outline + corner) for corner in cells * size]
    degrees = np.array([to_degrees(shape, ZOOM) for shape in shapes], dtype=object)
    centres = to_plane(shapely.get_coordinates(shapely.centroid(degrees)))
    scale = float(np.cos(np.radians(51.0)))
    width_m = float(np.diff(to_plane(shapely.bounds(degrees[:1]).reshape(2, 2)), axis=0).max()) * scale
    limit = 4 * width_m
    pairs = cKDTree(centres * scale).query_pairs(limit + width_m, output_type="ndarray").astype(np.int64)
    apart = np.abs(cells[pairs[:, 0]] - cells[pairs[:, 1]]).sum(axis=1)
    metres = np.maximum(
        np.linalg.norm(centres[pairs[:, 0]] - centres[pairs[:, 1]], axis=1) * scale - width_m, 1
    )
    is_near = (apart > 1) & (metres <= limit)
    blobs = [shapely.to_wkb(shape) for shape in shapes]
    return Candidates(
        zoom=ZOOM,
        floor=FLOOR,
        max_distance_m=limit,
        tiles=tiles.astype(np.int64),
        tile_of=tile_of.ravel(),
        numbers=cells[:, 0] % ACROSS + ACROSS * (cells[:, 1] % DOWN) + 1,
        probabilities=np.round(random.uniform(FLOOR, 1, len(cells)) ** 0.7, 4),
        areas_ha=np.full(len(cells), area_ha(degrees[0])),
        bounds=shapely.bounds(degrees),
        touching=pairs[apart == 1],
        near=pairs[is_near],
        near_m=metres[is_near],
        starts=np.cumsum([0, *map(len, blobs)], dtype=np.int64),
        outlines=np.frombuffer(b"".join(blobs), dtype=np.uint8),
    )


def _tiles_of(run: DetectionRun) -> NDArray[np.int64]:
    return np.array(list(run.tile_results.values_list("x", "y")), dtype=np.int64)


def _cells_of_groups(random: np.random.Generator, tiles: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Distinct cells (n, 2), near some random ones in the tiles."""
    n_groups = int(n / GROUP * 1.3)
    middles = tiles[random.integers(len(tiles), size=n_groups)] * [ACROSS, DOWN]
    middles += random.integers(0, [ACROSS, DOWN], size=(n_groups, 2))
    around = np.repeat(middles, random.poisson(GROUP, n_groups), axis=0)
    cells = np.unique(around + random.integers(-1, 2, size=around.shape), axis=0)
    known = {tuple(tile) for tile in tiles.tolist()}
    inside = np.array([tuple(tile) in known for tile in (cells // [ACROSS, DOWN]).tolist()])
    kept = cells[inside]
    return np.asarray(kept[np.sort(random.permutation(len(kept))[:n])])


def _jagged(random: np.random.Generator, size: NDArray[np.float64]) -> NDArray[np.float64]:
    """A ring of about fifty points within a cell."""
    angles = np.linspace(0, 2 * np.pi, 50, endpoint=False)
    ring = np.column_stack([np.cos(angles), np.sin(angles)]) * random.uniform(0.42, 0.5, (50, 1)) * size
    return np.asarray(ring + size / 2)


def _store(run: DetectionRun, candidates: Candidates) -> None:
    from django.db import connection
    from django.utils import timezone

    from campaigns.models import Job
    from detection.models import CandidateFile, TileResult
    from imagery.files import write_atomically

    buffer = io.BytesIO()
    np.save(buffer, candidates.outlines, allow_pickle=False)
    write_atomically("runs/bench/candidates.npz", candidates.pack())
    write_atomically("runs/bench/outlines.npy", buffer.getvalue())
    Job.objects.filter(run=run).update(state=Job.State.SUCCEEDED, finished_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE detection_tileresult SET state = 'analysed', n_superpixels = 30, max_probability = 0.1"
        )
    TileResult.objects.filter(run=run, pk__in=_with_candidates(run, candidates)).update_uncounted(
        max_probability=1.0
    )
    run.chunks.all().recount()
    run.chunks.update(state="done")
    CandidateFile.objects.create(
        run=run,
        arrays="runs/bench/candidates.npz",
        outlines="runs/bench/outlines.npy",
        floor=candidates.floor,
        max_distance_m=candidates.max_distance_m,
        n_candidates=len(candidates),
        made_at=timezone.now(),
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _with_candidates(run: DetectionRun, candidates: Candidates) -> list[int]:
    wanted = {tuple(tile) for tile in candidates.tiles.tolist()}
    return [pk for pk, x, y in run.tile_results.values_list("pk", "x", "y") if (x, y) in wanted]


def _apply(run: DetectionRun, threshold: float, lone: float | None, metres: float) -> dict[str, float]:
    from campaigns.models import Job
    from detection.models import DetectionRun, FindingSet
    from detection.thresholds.rules import columns_of
    from detection.thresholds.services.apply_rule import apply_rule
    from ml.rule import FindingRule

    rule = FindingRule(threshold, lone_threshold=lone, cluster_distance_m=metres)
    number = run.finding_sets.count() + 1
    version = FindingSet.objects.create(run=run, number=number, **columns_of(rule))
    job = Job.objects.create(campaign=run.campaign, kind=Job.Kind.RULE, state=Job.State.RUNNING)
    begun = time.perf_counter()
    applied = apply_rule(version=version, job=job)
    seconds = time.perf_counter() - begun
    job.succeed()
    assert applied is not None and DetectionRun.objects.get(pk=run.pk).finding_set == applied
    note(f"Applied {threshold}: {applied.n_findings:,} findings in {seconds:.1f} s")
    return {"threshold": threshold, "findings": applied.n_findings or 0, "seconds": seconds}


def _time_previews(run: DetectionRun) -> dict[str, Any]:
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client(headers={"host": next(iter(settings.ALLOWED_HOSTS), "localhost")})
    client.force_login(User.objects.create_superuser("bench"))
    api = f"/api/v1/campaigns/{run.campaign.slug}/runs/{run.number}/findings/preview/"
    edges = {"region": "22,49,34,56", "district": "24.1,51.1,24.4,51.3"}
    times: dict[str, Any] = {"first_ms": _ask(client, f"{api}?threshold=0.5&bbox={edges['region']}")}
    for place, box in edges.items():
        for threshold in TRIED:
            query = f"threshold={threshold}&lone_threshold={LONE}&cluster_distance_m=200&bbox={box}"
            asked = [_ask(client, f"{api}?{query}") for _ in range(REPEATS)]
            times[f"{place}_{threshold}_ms"] = float(np.median(asked))
    times["slowest_ms"] = max(value for name, value in times.items() if name != "first_ms")
    return times


def _time_diff_and_export(run: DetectionRun) -> dict[str, float]:
    """With a copy of the search, and of all findings as a release writes them."""
    from detection.comparing.difference import compare_runs
    from detection.models import Detection, DetectionRun, FindingSet
    from detection.publication.documents import feature_of_place, unsaved_place
    from detection.publication.feature_file import packed, write_features
    from imagery.files import data_path

    run = DetectionRun.objects.get(pk=run.pk)  # with the findings that are in force now
    findings = list(run.findings().select_related("run__campaign", "tile_result__tile", "place"))
    copy = DetectionRun.objects.get(pk=run.pk)
    copy.pk, copy.number, copy.job, copy.finding_set = None, run.number + 1, None, None
    copy.save()
    version = FindingSet.objects.begin(copy)
    Detection.objects.bulk_create(
        [
            Detection(**{name: getattr(one, name) for name in COPIED}, run=copy, finding_set=version)
            for one in findings
        ],
        batch_size=500,
    )
    begun = time.perf_counter()
    difference = compare_runs(run, copy)
    compared = time.perf_counter() - begun
    assert len(difference.rows) == len(findings) > 0
    begun = time.perf_counter()
    for one in findings:
        one.n_confirmed = 2
    card = {"run": {"number": run.number}, "model": {"number": run.model_version.number}}
    features = (packed(feature_of_place(unsaved_place(one), card)) for one in findings)
    path, _sha256 = write_features("releases/bench/1", "detections", card, features)
    size = data_path(path).stat().st_size
    exported = time.perf_counter() - begun
    return {"compared": len(findings), "diff_s": compared, "export_s": exported, "export_mib": size / 2**20}


def _ask(client: Any, address: str) -> float:
    begun = time.perf_counter()
    answer = client.get(address, secure=True)
    assert answer.status_code == 200, f"{address}: {answer.status_code} {answer.content[:200]!r}"
    return 1000 * (time.perf_counter() - begun)


def describe(report: Report) -> list[str]:
    rows = [[f"{report['tiles']:,} tiles, {report['candidates']:,} superpixels kept", "measured", "bar"]]
    for place in ("region", "district"):
        for threshold in TRIED:
            name = f"preview at {threshold}, the map shows the {place}, ms"
            rows.append([name, f"{report[f'{place}_{threshold}_ms']:,.0f}", f"{BAR_MS:,.0f}"])
    rows.append(["the first preview in a process, ms", f"{report['first_ms']:,.0f}", f"{BAR_MS:,.0f}"])
    for name in ("apply_first", "apply_second"):
        applied = report[name]
        words = f"applying {applied['threshold']}: {applied['findings']:,} findings, s"
        rows.append([words, f"{applied['seconds']:,.1f}", ""])
    rows.append(
        [f"diff of two searches with {report['compared']:,} findings, s", f"{report['diff_s']:.1f}", ""]
    )
    rows.append(
        [f"writing them as a release, {report['export_mib']:.0f} MiB, s", f"{report['export_s']:.1f}", ""]
    )
    return table(rows)


if __name__ == "__main__":
    raise SystemExit(main())
