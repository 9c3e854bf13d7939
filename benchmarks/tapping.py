"""How long does a volunteer wait in the browser? `python -m benchmarks.tapping`.

Chromium labels tiles of about 30 superpixels by keyboard and by touch, against the production server's
command over PostgreSQL with the demo's settings (a browser on loopback speaks plain HTTP). Times are measured
in the page: from the key press or touch to the frame that shows its effect.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from benchmarks.labeling import find_here, percentile_ms, running_event
from benchmarks.report import Report, note, run_benchmark, table

BAR_MS = 200
TAPS = 2
"""Superpixels marked on each tile."""
VIEWING_S = 0.5
"""How long the simulated volunteer views the tile before each tap; not counted."""
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu", "--disable-dev-shm-usage"]
# Records the time of each key press or touch and of the frame that shows its effect.
WATCH = """
(() => {
  const painted = (act) => requestAnimationFrame(() => setTimeout(act));
  window.measured = { next: [], tap: [] };
  const stage = document.querySelector("[data-label-target=stage]");
  let pressedAt = null, tappedAt = null;
  new MutationObserver((changes) => {
    if (pressedAt !== null && changes.some(({ addedNodes }) => addedNodes.length)) {
      const from = pressedAt; pressedAt = null;
      painted(() => window.measured.next.push(performance.now() - from));
    }
  }).observe(stage, { childList: true });
  new MutationObserver(() => {
    if (tappedAt !== null) {
      const from = tappedAt; tappedAt = null;
      painted(() => window.measured.tap.push(performance.now() - from));
    }
  }).observe(stage, { subtree: true, attributeFilter: ["aria-selected"] });
  const button = document.querySelector("[data-label-target=next]");
  const isNext = ({ key, type, target }) => key === "n" || (type === "pointerup" && button.contains(target));
  const note = (event) => {
    if (isNext(event)) pressedAt = event.timeStamp;
    else if (event.key === " " || stage.contains(event.target)) tappedAt = event.timeStamp;
  };
  for (const kind of ["keydown", "pointerdown", "pointerup"]) addEventListener(kind, note, true);
})();
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tapping", description=__doc__)
    parser.add_argument(
        "--tiles", type=int, default=25, help="number of tiles by keyboard, and again by touch"
    )
    return run_benchmark(parser, measure, describe)


def measure(options: argparse.Namespace) -> Report:
    plain = {"DJANGO_SETTINGS_MODULE": "webapp.settings.demo", "LANDSCAR_ALLOWED_HOSTS": "127.0.0.1"}
    with running_event(500, 0, **plain) as event, chromium() as browser:
        address = f"http://127.0.0.1:{event.port}/join/{event.code}/"
        ways = {way: _label(browser, address, options.tiles, way) for way in ("keyboard", "touch")}
    note(", ".join(f"{len(times['tap'])} taps by {way}" for way, times in ways.items()))
    nexts, taps = ([wait for way in ways.values() for wait in way[key]] for key in ("next", "tap"))
    return {
        "tiles": len(nexts),
        "taps": len(taps),
        "next_painted_p50_ms": percentile_ms(nexts, 50),
        "next_painted_p95_ms": percentile_ms(nexts, 95),
        "tap_shown_p50_ms": percentile_ms(taps, 50),
        "tap_shown_p95_ms": percentile_ms(taps, 95),
        "waiting_ms_per_tile": 1000 * statistics.median(_waiting(ways)),
        "waits_above_bar": sum(1000 * wait > BAR_MS for wait in (*nexts, *taps)),
    }


def _waiting(ways: dict[str, dict[str, list[float]]]) -> list[float]:
    """Seconds of waiting per tile: until the next tile is painted, and until each tap shows."""
    return [
        wait + TAPS * statistics.median(way["tap"] or [0.0]) for way in ways.values() for wait in way["next"]
    ]


@contextmanager
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = os.environ.get("LANDSCAR_CHROMIUM") or find_here("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def _label(browser: Any, address: str, tiles: int, way: str) -> dict[str, list[float]]:
    """Seconds until the next tile was painted, and until each tap showed."""
    note(f"{tiles} tiles by {way}")
    is_touch = way == "touch"
    size = {"width": 390, "height": 780} if is_touch else {"width": 1280, "height": 800}
    context = browser.new_context(viewport=size, has_touch=is_touch, is_mobile=is_touch)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Start labelling").click()
    page.locator(".part").first.wait_for()
    page.evaluate(WATCH)
    for number in range(tiles):
        (_answer_by_touch if is_touch else _answer_by_keyboard)(page)
        while page.evaluate("window.measured.next.length") <= number:
            page.wait_for_timeout(50)
    measured = page.evaluate("window.measured")
    context.close()
    return {key: [milliseconds / 1000 for milliseconds in measured[key]] for key in ("next", "tap")}


def _answer_by_keyboard(page: Any) -> None:
    for _ in range(TAPS):
        page.wait_for_timeout(1000 * VIEWING_S)
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
    page.wait_for_timeout(1000 * VIEWING_S)
    page.keyboard.press("n")


def _answer_by_touch(page: Any) -> None:
    box = page.locator(".tile").bounding_box()
    for number in range(1, TAPS + 1):
        page.wait_for_timeout(1000 * VIEWING_S)
        where = number / (TAPS + 1)
        page.touchscreen.tap(box["x"] + box["width"] * where, box["y"] + box["height"] * where)
    page.wait_for_timeout(1000 * VIEWING_S)
    page.locator("[data-label-target=next]").tap()


def describe(report: Report) -> Sequence[str]:
    bar = f"≤ {BAR_MS}"
    rows = [
        ["", "ms", "bar"],
        ["“next” pressed to the next tile painted, p50", f"{report['next_painted_p50_ms']:.0f}", ""],
        ["“next” pressed to the next tile painted, p95", f"{report['next_painted_p95_ms']:.0f}", bar],
        ["tap to its mark shown, p50", f"{report['tap_shown_p50_ms']:.0f}", ""],
        ["tap to its mark shown, p95", f"{report['tap_shown_p95_ms']:.0f}", bar],
        ["median waiting per tile", f"{report['waiting_ms_per_tile']:.0f}", ""],
    ]
    return [
        *table(rows),
        f"{report['tiles']} tiles, {report['taps']} taps; above {BAR_MS} ms: {report['waits_above_bar']}.",
    ]


if __name__ == "__main__":
    raise SystemExit(main())
