"""A search of a whole region on PostgreSQL: how long planning takes, and what pages and claims take then.

    python -m benchmarks.region [--tiles N] [--json]

No tile is read: results are written as a search would leave them half-way through.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import psycopg

from benchmarks.compose import read_compose_file, service_environment
from benchmarks.labeling import find_here
from benchmarks.report import Report, note, run_benchmark, table
from benchmarks.servers import running_postgres

if TYPE_CHECKING:
    from detection.models import DetectionRun

TILES, FINDINGS, MINUTES = 450_000, 20_000, 4_000
ZOOM, LATITUDE, WEST = 16, 51.0, 24.0
REPEATS, CLAIMS = 7, 200
BARS = {
    "creation_s": ("creation, s", 30.0),
    "page_ms": ("the search's page, ms", 300.0),
    "overview_ms": ("the campaign's overview, ms", 300.0),
    "progress_ms": ("API: progress, ms", 300.0),
    "cells_far_ms": ("API: the map, whole region, ms", 300.0),
    "cells_near_ms": ("API: the map, single tiles, ms", 300.0),
    "tiles_ms": ("API: 5,000 tiles as GeoJSON, ms", None),
    "claim_ms": ("claiming a chunk, ms", 4.0),
    "claim_last_ms": ("claiming one of the last chunks, ms", 4.0),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.region", description=__doc__)
    parser.add_argument("--tiles", type=int, default=TILES, help="about how many tiles the region has")
    return run_benchmark(parser, measure, describe)


def measure(options: argparse.Namespace) -> Report:
    for program in ("initdb", "postgres"):
        find_here(program)
    with (
        running_postgres(durable=True) as server,
        tempfile.TemporaryDirectory(prefix="landscar-bench-") as folder,
    ):
        begin(server, folder)
        return _measure_region(options.tiles)


def begin(server: str, folder: str, **more: str) -> None:
    """From here on this process uses Django with the temporary database."""
    import django

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE region")
    address = urlsplit(server)._replace(path="/region").geturl()
    web = read_compose_file()["services"]["web"]
    os.environ |= service_environment(web, LANDSCAR_DATABASE_URL=address, LANDSCAR_DATA_ROOT=folder, **more)
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.STATIC_ROOT = Path(folder) / "static"
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)


def _measure_region(n_tiles: int) -> Report:
    run, seconds = plan(n_tiles)
    note("Writing results")
    _write_results(run)
    total = sum(run.counts().values())
    return {"tiles": total, "creation_s": seconds, **_measure_pages(run), **_measure_claims(run)}


def plan(n_tiles: int) -> tuple[DetectionRun, float]:
    from campaigns.models import Campaign, Job
    from detection.models import DetectionRun, FindingSet, ModelVersion
    from detection.runs.services.plan_run import plan_run
    from imagery.models import ImagerySource

    source = ImagerySource.objects.create(slug="bench", name="Bench", kind="raster", path="bench.tif")
    region = _region(n_tiles)
    campaign = Campaign.objects.create(
        slug="bench", name="Bench", question="Mining?", source=source, region=region, zoom=ZOOM
    )
    key = campaign.segmentation.key
    model = ModelVersion.objects.create(
        campaign=campaign, number=1, extractor="texture", segmentation_key=key, n_positive=9, n_negative=9
    )
    run = DetectionRun.objects.create(
        campaign=campaign,
        number=1,
        model_version=model,
        source=source,
        source_version=source.version,
        region=region,
        zoom=ZOOM,
        segmentation={},
        segmentation_key=key,
        threshold=0.7,
        job=Job.objects.create(campaign=campaign, kind=Job.Kind.DETECT),
    )
    FindingSet.objects.begin(run)
    note("Planning")
    begun = time.perf_counter()
    plan_run(run_id=run.pk)
    seconds = time.perf_counter() - begun
    note(f"  {seconds:.1f} s")
    return run, seconds


def _region(n_tiles: int) -> dict[str, Any]:
    """A slanted polygon of about so many tiles."""
    side = math.sqrt(n_tiles) * 360 / (1 << ZOOM)
    height = side * math.cos(math.radians(LATITUDE))
    west, south, lean = WEST, LATITUDE, side / 20
    ring = [[west, south], [west + side, south + lean], [west + side, south + height + lean]]
    return {"type": "Polygon", "coordinates": [[*ring, [west, south + height], [west, south]]]}


RESULTS = """
UPDATE detection_tileresult SET
    state = CASE WHEN chunk_id %% 10 > 7 THEN 'pending' WHEN id %% 500 = 0 THEN 'failed'
                 WHEN id %% 20 = 0 THEN 'no_imagery' ELSE 'analysed' END,
    reason = CASE WHEN id %% 500 = 0 THEN (id %% 7)::text ELSE '' END,
    failure_parts = '"The server is busy."',
    n_superpixels = 30, n_novel = CASE WHEN id %% 50 = 0 THEN 12 ELSE 1 END, finished_at = now()
WHERE run_id = %s
"""


def _write_results(run: DetectionRun) -> None:
    from django.db import connection

    from detection.models import Detection, RunChunk, RunMinute
    from detection.runs.progress_models import this_minute

    with connection.cursor() as cursor:
        cursor.execute(RESULTS, [run.pk])
    RunChunk.objects.filter(run=run).recount()
    RunChunk.objects.filter(run=run, n_pending=0).update(state="done", searched_s=40, reading_s=90)
    minutes = range(this_minute() - MINUTES, this_minute())
    RunMinute.objects.bulk_create(RunMinute(run=run, minute=minute, n_tiles=90) for minute in minutes)
    first = run.tile_results.order_by("pk").values_list("pk", flat=True)[:FINDINGS]
    square = {"type": "MultiPolygon", "coordinates": []}
    edges = {"west": 24, "south": 51, "east": 24.01, "north": 51.01}
    same = {"run": run, "finding_set": run.finding_set, "geometry": square, "superpixels": {}, **edges}
    Detection.objects.bulk_create(
        [Detection(tile_result_id=pk, n_superpixels=4, score=0.9, area_ha=1, **same) for pk in first]
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _measure_pages(run: DetectionRun) -> dict[str, float]:
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    host = next(iter(settings.ALLOWED_HOSTS), "localhost")
    client = Client(headers={"host": host})
    client.force_login(User.objects.create_superuser("bench"))
    api = f"/api/v1/campaigns/{run.campaign.slug}/runs/{run.number}/"
    addresses = {
        "page_ms": f"/c/{run.campaign.slug}/searches/{run.number}/",
        "overview_ms": f"/c/{run.campaign.slug}/",
        "progress_ms": f"{api}progress/",
        "cells_far_ms": f"{api}cells/?bbox=22,49,32,55&zoom=7",
        "cells_near_ms": f"{api}cells/?bbox=24.1,51.1,24.35,51.25&zoom=13",
        "tiles_ms": f"{api}tiles.geojson",
    }
    return {name: _time_page(client, address) for name, address in addresses.items()}


def _time_page(client: Any, address: str) -> float:
    def ask() -> None:
        answer = client.get(address, secure=True)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"

    ask()  # what is done once in a process does not count
    return _median_ms(ask, REPEATS)


def _measure_claims(run: DetectionRun) -> dict[str, float]:
    from detection.models import RunChunk

    def claim() -> None:
        assert RunChunk.objects.all().claim_next() is not None

    waiting = run.chunks.filter(state="pending").count()
    often = max(1, min(CLAIMS, waiting // 3))
    first = _median_ms(claim, often)
    pks = list(run.chunks.filter(state="pending").order_by("pk").values_list("pk", flat=True))
    RunChunk.objects.filter(pk__in=pks[:-often]).update(state="done")
    return {"claim_ms": first, "claim_last_ms": _median_ms(claim, often)}


def _median_ms(act: Callable[[], object], often: int) -> float:
    times = []
    for _ in range(often):
        begun = time.perf_counter()
        act()
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)


def describe(report: Report) -> list[str]:
    rows = [[f"{report['tiles']:,} tiles", "measured", "bar"]]
    for key, (name, bar) in BARS.items():
        rows.append([name, f"{report[key]:,.1f}", "" if bar is None else f"{bar:,.0f}"])
    return table(rows)


if __name__ == "__main__":
    raise SystemExit(main())
