"""The public map in a browser, with 10,000 and with 100,000 places.

    python -m benchmarks.public_map [--places N ...] [--json]

Chromium opens the map of a drawn release, served by the production command over PostgreSQL. Loading is
measured on a simulated 4G phone: 9 Mbit/s, 170 ms to the server, a processor four times slower. Frames are
measured on a laptop's window, unthrottled, while the map is dragged at zooms 9 and 14. Files are made by a
process of its own.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.labeling import find_here, served
from benchmarks.pictures import PROJECT
from benchmarks.publishing import _draw, _editors
from benchmarks.region import begin, plan
from benchmarks.report import Report, note, run_benchmark, table
from benchmarks.servers import running_postgres, running_redis
from benchmarks.tapping import chromium

if TYPE_CHECKING:
    from detection.models import DetectionRun, Release

PLACES = (10_000, 100_000)
TILES = 5_000
PHONE = {"viewport": {"width": 390, "height": 780}, "is_mobile": True, "has_touch": True}
LAPTOP = {"viewport": {"width": 1440, "height": 900}}
NETWORK = {"offline": False, "latency": 170, "downloadThroughput": 9e6 / 8, "uploadThroughput": 9e6 / 8}
CPU_SLOWDOWN = 4
DRAG_S = 4.0
BARS = {"first_view_kib": 1024, "load_s_4g": 2.0, "pan_fps_p5": 50}
READY = """() => {
  const tiles = [...document.querySelectorAll(".leaflet-overlay-pane canvas.leaflet-tile")];
  return tiles.length > 0 && tiles.every((tile) => tile.classList.contains("leaflet-tile-loaded"));
}"""
RECORD = """() => {
  window.frames_ms = [];
  let last = performance.now();
  const step = (now) => {
    window.frames_ms.push(now - last);
    last = now;
    window.recording = requestAnimationFrame(step);
  };
  window.recording = requestAnimationFrame(step);
}"""
WRITE_FILES = """
import sys, time, django
django.setup()
from detection.models import Release
from detection.publication.services.write_release_files import write_release_files
begun = time.perf_counter()
write_release_files(release=Release.objects.select_related("campaign").get(pk=int(sys.argv[1])))
print(time.perf_counter() - begun)
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.public_map", description=__doc__)
    parser.add_argument(
        "--places", type=int, nargs="+", default=list(PLACES), help="how many places there are"
    )
    return run_benchmark(parser, measure, describe)


def measure(options: argparse.Namespace) -> Report:
    for program in ("initdb", "postgres", "redis-server"):
        find_here(program)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "webapp.settings.demo", "LANDSCAR_ALLOWED_HOSTS": "127.0.0.1"}
    with (
        running_redis() as redis,
        running_postgres(durable=True) as postgres,
        tempfile.TemporaryDirectory(prefix="landscar-bench-") as folder,
    ):
        plain = {name: os.environ[name] for name in ("DJANGO_SETTINGS_MODULE", "LANDSCAR_ALLOWED_HOSTS")}
        begin(postgres, folder, LANDSCAR_BROKER_URL=redis, **plain)
        sizes = dict(_measure_sizes(options.places, folder))
    smallest = sizes[min(sizes)]
    return {name: smallest[name] for name in BARS} | {"places": {str(n): sizes[n] for n in sizes}}


def _measure_sizes(sizes: list[int], folder: str) -> Iterator[tuple[int, Report]]:
    run, _seconds = plan(TILES)
    editors, drawn = _editors(run), 0
    for n in sorted(sizes):
        _draw(run, n - drawn, editors)
        drawn = n
        release = _publish(run)
        published = release.n_detections
        made, place = _write_files(release), release.places.latest("number")
        with served(dict(os.environ), Path(folder) / "web.log") as (port, _process), chromium() as browser:
            address = f"http://127.0.0.1:{port}/c/{run.campaign.slug}/map/"
            loaded, panned = _load(browser, address), _pan(browser, address, f"{place.lat}/{place.lng}")
        yield n, {"published": published, **made, **loaded, **panned}


def _publish(run: DetectionRun) -> Release:
    from campaigns.models import Campaign
    from detection.models import Detection
    from detection.publication.services.publish_release import publish_release

    Campaign.objects.filter(pk=run.campaign_id).update(is_public=True)
    note(f"Publishing {run.findings().filter(review_state=Detection.State.CONFIRMED).count():,} places")
    return publish_release(campaign=run.campaign, run=run, published_by=None)


def _write_files(release: Release) -> Report:
    note("Making its files")
    command = [sys.executable, "-c", WRITE_FILES, str(release.pk)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sizes = dict(release.files.values_list("name", "n_bytes"))
    return {
        "files_s": float(done.stdout),
        "files_peak_mib": peak,
        "tiles_mib": sizes["places.pmtiles"] / 2**20,
    }


def _load(browser: Any, address: str) -> Report:
    note("Loading on a phone")
    context = browser.new_context(**PHONE)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", NETWORK)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    requests: list[Any] = []
    page.on("requestfinished", lambda request: requests.append(request))
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function(READY, timeout=120_000)
    seconds = time.perf_counter() - begun
    page.wait_for_load_state("networkidle")
    sizes = [request.sizes() for request in requests]
    context.close()
    received = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    return {"load_s_4g": seconds, "first_view_kib": received / 1024, "requests": len(sizes)}


def _pan(browser: Any, address: str, middle: str) -> Report:
    frames: dict[int, list[float]] = {}
    for zoom in (9, 14):
        note(f"Dragging at zoom {zoom}")
        context = browser.new_context(**LAPTOP)
        page = context.new_page()
        page.goto(f"{address}#map={zoom}/{middle}")
        page.wait_for_function(READY, timeout=120_000)
        frames[zoom] = _drag(page)
        context.close()
    rates = {zoom: _rate_p5(times) for zoom, times in frames.items()}
    return {
        "pan_fps_p5": min(rates.values()),
        "pan_fps_p5_by_zoom": {str(z): rate for z, rate in rates.items()},
    }


def _drag(page: Any) -> list[float]:
    """Milliseconds of each frame while the map is dragged to and fro."""
    page.evaluate(RECORD)
    page.mouse.move(1000, 500)
    page.mouse.down()
    begun = time.perf_counter()
    step = 0
    while time.perf_counter() - begun < DRAG_S:
        step += 1
        page.mouse.move(1000 - 250 * ((step // 40) % 2) - 5 * (step % 40), 500 + 3 * (step % 40))
    page.mouse.up()
    times: list[float] = page.evaluate(
        "() => { cancelAnimationFrame(window.recording); return window.frames_ms; }"
    )
    return times[1:]


def _rate_p5(times: list[float]) -> float:
    """Frames a second that all but the slowest twentieth of the frames reach."""
    return 1000 / sorted(times)[int(0.95 * len(times))]


def describe(report: Report) -> list[str]:
    sizes = report["places"]
    rows = [["", *(f"{one['published']:,} places" for one in sizes.values()), "bar"]]
    for key, words, digits in (
        ("first_view_kib", "first view, KiB", 0),
        ("load_s_4g", "until the places are drawn, 4G phone, s", 1),
        ("pan_fps_p5", "frames a second while dragging, 5th percentile", 0),
        ("files_s", "making the files, s", 0),
        ("files_peak_mib", "peak memory then, MiB", 0),
        ("tiles_mib", "archive of tiles, MiB", 1),
    ):
        figures = [f"{one[key]:,.{digits}f}" for one in sizes.values()]
        rows.append([words, *figures, f"{BARS[key]:,}" if key in BARS else ""])
    return table(rows)


if __name__ == "__main__":
    raise SystemExit(main())
