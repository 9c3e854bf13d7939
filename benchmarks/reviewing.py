"""How long does an editor wait in the browser? `python -m benchmarks.reviewing [--findings 100] [--json]`.

Chromium decides findings by keyboard, against the production server's command over PostgreSQL with the demo's
settings (a browser on loopback speaks plain HTTP). Times are measured in the page: from the key press to the
frame that shows the next picture, decoded.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.compose import read_compose_file, service_environment
from benchmarks.labeling import find_here, make_database, percentile_ms, served
from benchmarks.report import Report, note, run_benchmark, table
from benchmarks.servers import running_postgres, running_redis
from benchmarks.tapping import chromium

if TYPE_CHECKING:
    from campaigns.models import Campaign

FINDINGS, SPARE = 100, 20
BAR_MS = 200
VIEWING_S = 0.7
"""How long the simulated editor views the picture before each key; not counted."""
KEYS = ("c", "r1", "u", "c")
# Records the time of each key and of the frame that shows the next picture.
WATCH = """
(() => {
  window.measured = [];
  const picture = document.querySelector("[data-review-target=picture]");
  let pressedAt = null;
  new MutationObserver(async () => {
    if (pressedAt === null || picture.hidden) return;
    const from = pressedAt; pressedAt = null;
    await picture.decode();
    requestAnimationFrame(() => setTimeout(() => window.measured.push(performance.now() - from)));
  }).observe(picture, { attributeFilter: ["src"] });
  addEventListener("keydown", ({ timeStamp }) => { pressedAt = timeStamp; }, true);
})();
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reviewing", description=__doc__)
    parser.add_argument("--findings", type=int, default=FINDINGS, help="how many are decided")
    return run_benchmark(parser, measure, describe)


def measure(options: argparse.Namespace) -> Report:
    for program in ("redis-server", "initdb", "postgres"):
        find_here(program)
    plain = {"DJANGO_SETTINGS_MODULE": "webapp.settings.demo", "LANDSCAR_ALLOWED_HOSTS": "127.0.0.1"}
    with _served_findings(options.findings + SPARE, plain) as (port, session):
        with chromium() as browser:
            waits = _review(browser, f"http://127.0.0.1:{port}", session, options.findings)
        stored = _count_stored()
    return {
        "decisions": len(waits),
        "decision_p50_ms": percentile_ms(waits, 50),
        "decision_p95_ms": percentile_ms(waits, 95),
        "waits_above_bar": sum(1000 * wait > BAR_MS for wait in waits),
        "stored": stored,
    }


@contextmanager
def _served_findings(count: int, plain: dict[str, str]) -> Iterator[tuple[int, str]]:
    """The server's port and the session of an editor."""
    with (
        running_redis() as redis,
        running_postgres(durable=True) as postgres,
        tempfile.TemporaryDirectory(prefix="landscar-bench-") as folder,
    ):
        given = service_environment(
            read_compose_file()["services"]["web"],
            LANDSCAR_DATABASE_URL=make_database(postgres),
            LANDSCAR_BROKER_URL=redis,
            LANDSCAR_DATA_ROOT=folder,
            **plain,
        )
        session = _fill(given, count)
        with served(given, Path(folder) / "web.log") as (port, _process):
            yield port, session


def _fill(environment: dict[str, str], count: int) -> str:
    import django

    os.environ.update(environment)
    django.setup()
    from django.contrib.auth.models import User
    from django.test import Client

    from benchmarks.labeling_data import QueueSize, fill_database
    from campaigns.models import Campaign, Membership
    from campaigns.roles import Role

    note("Filling the database")
    fill_database(QueueSize(count, 0))
    campaign = Campaign.objects.get()
    editor = User.objects.create_user("editor")
    Membership.objects.create(campaign=campaign, user=editor, role=Role.EDITOR)
    _draw(campaign, count)
    client = Client()
    client.force_login(editor)
    return client.cookies["sessionid"].value


def _draw(campaign: Campaign, count: int) -> None:
    """A finding of three superpixels in each tile."""
    from detection.models import Detection, DetectionRun, FindingSet, ModelVersion, RunChunk, TileResult
    from detection.places.services.create_places import create_places
    from imagery.models import TileSegmentation

    parts = list(TileSegmentation.objects.select_related("tile").order_by("pk")[:count])
    key = parts[0].settings_key
    model = ModelVersion.objects.create(
        campaign=campaign, number=1, extractor="texture", segmentation_key=key, n_positive=9, n_negative=9
    )
    run = DetectionRun.objects.create(
        campaign=campaign, number=1, model_version=model, source=campaign.source,
        source_version=campaign.source.version, region=campaign.region, zoom=parts[0].tile.z, segmentation={},
        segmentation_key=key, threshold=0.7, is_current=True,
    )  # fmt: skip
    version = FindingSet.objects.begin(run)
    chunk = RunChunk.objects.create(run=run, quadkey="0")
    places = create_places(campaign_id=campaign.pk, count=count)
    for number, (part, place) in enumerate(zip(parts, places, strict=True)):
        tile, lng = part.tile, 24 + number / 100
        result = TileResult.objects.create(
            run=run, chunk=chunk, z=tile.z, x=tile.x, y=tile.y, state=TileResult.State.ANALYSED, tile=tile,
            n_superpixels=part.n_superpixels, n_positive=3, probabilities=[0.9] * part.n_superpixels,
        )  # fmt: skip
        ring = [[lng, 50], [lng + 0.01, 50], [lng + 0.01, 50.01], [lng, 50]]
        Detection.objects.create(
            run=run, finding_set=version, tile_result=result, place=place,
            geometry={"type": "MultiPolygon", "coordinates": [[ring]]},
            west=lng, south=50, east=lng + 0.01, north=50.01,
            superpixels={str(result): [1, 2, 3]}, n_superpixels=3, score=0.9 - number / 1e4, area_ha=1.0,
        )  # fmt: skip


def _review(browser: Any, address: str, session: str, count: int) -> list[float]:
    """Seconds from each key to the next picture."""
    note(f"{count} decisions by keyboard")
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/c/bench/review/")
    page.locator("[data-review-target=picture]:not([hidden])").wait_for()
    page.evaluate(WATCH)
    for number in range(count):
        page.wait_for_timeout(1000 * VIEWING_S)
        for key in KEYS[number % len(KEYS)]:
            page.keyboard.press(key)
        while page.evaluate("window.measured.length") <= number:
            page.wait_for_timeout(20)
    page.wait_for_load_state("networkidle")
    measured = page.evaluate("window.measured")
    context.close()
    return [milliseconds / 1000 for milliseconds in measured]


def _count_stored() -> int:
    from detection.models import Review

    return Review.objects.count()


def describe(report: Report) -> Sequence[str]:
    rows = [
        ["", "ms", "bar"],
        ["key to the next picture painted, p50", f"{report['decision_p50_ms']:.0f}", ""],
        ["key to the next picture painted, p95", f"{report['decision_p95_ms']:.0f}", f"≤ {BAR_MS}"],
    ]
    return [
        *table(rows),
        f"{report['decisions']} decisions, {report['stored']} stored; "
        f"above {BAR_MS} ms: {report['waits_above_bar']}.",
    ]


if __name__ == "__main__":
    raise SystemExit(main())
