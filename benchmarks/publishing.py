"""Review and publication of very many findings on PostgreSQL: the queue, a release, a withdrawal.

    python -m benchmarks.publishing [--places N] [--json]

The findings are drawn, with outlines of fifty points; two editors have confirmed nine of ten. Memory is the
peak of the process; a tenth of the places is published first, as the reference.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.labeling import find_here
from benchmarks.region import begin, plan
from benchmarks.report import Report, note, run_benchmark, table
from benchmarks.servers import running_postgres

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from detection.models import DetectionRun, Release

PLACES, TILES, POINTS, REPEATS = 100_000, 5_000, 50, 5
BAR_MS = 300.0
BATCH = 1000
LISTS = (
    *("state=queue", "state=", "state=confirmed", "state=queue&min_score=0.9", "state=mentions"),
    *(
        f"state={state}&order={order}"
        for order in ("score", "uncertain", "area", "age", "reports", "random")
        for state in ("", "queue")
    ),
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.publishing", description=__doc__)
    parser.add_argument("--places", type=int, default=PLACES, help="how many findings there are")
    return run_benchmark(parser, measure, describe)


def measure(options: argparse.Namespace) -> Report:
    for program in ("initdb", "postgres"):
        find_here(program)
    with (
        running_postgres(durable=True) as server,
        tempfile.TemporaryDirectory(prefix="landscar-bench-") as folder,
    ):
        begin(server, folder)
        run, _seconds = plan(TILES)
        return _measure(run, options.places)


def _measure(run: DetectionRun, n: int) -> Report:
    editors = _editors(run)
    report: Report = {"findings": n}
    _draw(run, n // 10, editors)
    _release, report["tenth_s"], report["tenth_mib"] = _publish(run)
    _draw(run, n - n // 10, editors)
    _vacuum()
    report["lists_ms"] = _time_lists(run, editors[0])
    release, report["publish_s"], report["publish_mib"] = _publish(run)
    report["places"] = release.n_detections
    report["withdraw_s"] = _withdraw(release)
    report["memory_ratio"] = report["publish_mib"] / report["tenth_mib"]
    return report


def _editors(run: DetectionRun) -> list[User]:
    from django.contrib.auth.models import User

    from campaigns.models import Membership
    from campaigns.roles import Role

    people = [User.objects.create_user(f"editor-{number}") for number in range(3)]
    Membership.objects.bulk_create(
        [Membership(campaign=run.campaign, user=one, role=Role.EDITOR) for one in people]
    )
    return people


def _draw(run: DetectionRun, n: int, editors: list[User]) -> None:
    """Findings with places. Two editors have confirmed nine of ten, one of them one in twenty more."""
    from detection.models import Detection, Place, Review
    from detection.places.services.create_places import create_places

    note(f"Drawing {n:,} findings")
    random = np.random.default_rng(n)
    results = list(run.tile_results.values_list("pk", flat=True)[:TILES])
    for start in range(0, n, BATCH):
        places: list[Place] = create_places(campaign_id=run.campaign_id, count=min(BATCH, n - start))
        rows = [_finding(run, place, results[place.number % len(results)], random) for place in places]
        stored = Detection.objects.bulk_create(rows)
        reviews = []
        for one in stored:
            who = editors[:2] if one.n_reviews == 2 else editors[: one.n_reviews]
            reviews += [Review(detection=one, editor=editor, decision="confirmed") for editor in who]
        Review.objects.bulk_create(reviews)


def _finding(run: DetectionRun, place: Any, result: int, random: Any) -> Any:
    from detection.models import Detection

    lng, lat = 24 + 10 * random.random(), 50 + 2 * random.random()
    turns = np.linspace(0, 2 * np.pi, POINTS, endpoint=False)
    radius = 0.001 * (1 + 0.2 * random.random(POINTS))
    ring = np.column_stack([lng + radius * np.cos(turns), lat + radius * np.sin(turns)]).round(7)
    n_reviews = int(random.choice([0, 1, 2], p=[0.05, 0.05, 0.9]))
    state = (Detection.State.UNREVIEWED, Detection.State.NEEDS_SECOND, Detection.State.CONFIRMED)[n_reviews]
    return Detection(
        run=run,
        finding_set=run.finding_set,
        tile_result_id=result,
        geometry={"type": "MultiPolygon", "coordinates": [[[*ring.tolist(), ring[0].tolist()]]]},
        west=lng - 0.001, south=lat - 0.001, east=lng + 0.001, north=lat + 0.001,
        superpixels={"16/37000/21000": [1, 2, 3, 4]},
        n_superpixels=4,
        score=round(0.5 + random.random() / 2, 3),
        area_ha=1 + random.random(),
        place=place,
        review_state=state,
        n_reviews=n_reviews,
    )  # fmt: skip


def _vacuum() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _time_lists(run: DetectionRun, editor: User) -> dict[str, float]:
    from django.conf import settings
    from django.test import Client

    client = Client(headers={"host": next(iter(settings.ALLOWED_HOSTS), "localhost")})
    client.force_login(editor)
    address = f"/api/v1/campaigns/{run.campaign.slug}/detections/?run={run.number}&limit=200&"
    return {query: _median_ms(client, address + query) for query in LISTS}


def _median_ms(client: Any, address: str) -> float:
    times = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        answer = client.get(address, secure=True)
        times.append(1000 * (time.perf_counter() - begun))
        assert answer.status_code == 200, f"{address}: {answer.status_code} {answer.content[:200]!r}"
    return statistics.median(times)


def _publish(run: DetectionRun) -> tuple[Release, float, float]:
    from detection.publication.services.publish_release import publish_release

    note("Publishing")
    begun = time.perf_counter()
    release = publish_release(campaign=run.campaign, run=run, published_by=None)
    seconds = time.perf_counter() - begun
    return release, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _withdraw(release: Release) -> float:
    from detection.models import Place
    from detection.publication.services.withdraw_place import withdraw_place

    last = release.places.latest("number")
    place = Place.objects.get(campaign=release.campaign_id, number=last.number)
    begun = time.perf_counter()
    withdraw_place(place=place, withdrawn_by=None, reason="Measured")
    return time.perf_counter() - begun


def describe(report: Report) -> list[str]:
    rows = [[f"{report['findings']:,} findings", "measured", "bar"]]
    for query, milliseconds in report["lists_ms"].items():
        rows.append([f"a page of 200 of the list, {query}, ms", f"{milliseconds:,.0f}", f"{BAR_MS:,.0f}"])
    rows += [
        [f"publishing {report['places']:,} places, s", f"{report['publish_s']:,.1f}", ""],
        ["peak memory then, MiB", f"{report['publish_mib']:,.0f}", ""],
        ["as a ratio of that for a tenth", f"{report['memory_ratio']:.2f}", ""],
        ["withdrawing a place, s", f"{report['withdraw_s']:,.1f}", ""],
    ]
    return table(rows)


if __name__ == "__main__":
    raise SystemExit(main())
