"""Runs all benchmarks and prints one table: `python -m benchmarks`."""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.pictures import AMBER, PROJECT
from benchmarks.report import note, table

# `benchmarks.accuracy` takes folders as options and fails when one is missing.
NEEDED = {"accuracy": AMBER / "crops"}


@dataclass(frozen=True)
class Figure:
    """One number of a report: its keys, its name, and the bar that it has to reach."""

    keys: str
    name: str
    bar: float | None = None
    at_most: bool = False
    digits: int = 1

    def find(self, report: dict[str, Any]) -> float:
        value: Any = report
        for key in self.keys.split("."):
            value = value[key]
        return float(value)

    def row(self, report: dict[str, Any]) -> list[str]:
        value = self.find(report)
        text = f"{value:,.{self.digits}f}"
        if self.bar is None:
            return [self.name, text, "", ""]
        reached = value <= self.bar if self.at_most else value >= self.bar
        sign = "≤" if self.at_most else "≥"
        return [self.name, text, f"{sign} {self.bar:,.{self.digits}f}", "yes" if reached else "NO"]


BENCHMARKS: dict[str, tuple[Figure, ...]] = {
    "accuracy": tuple(
        Figure(f"divisions.{where}{figure}", f"{name}, folds by {word}, five divisions", bar, digits=3)
        for where, word, f1, recall in (("", "tile", 0.91, 0.86), ("blocks.", "block", 0.82, 0.65))
        for figure, name, bar in (
            ("f1", "F1", f1),
            ("recall_at_precision_95", "recall at precision 0.95", recall),
            ("average_precision", "average precision", None),
        )
    ),
    "whole_tiles": (Figure("share_right", "whole tiles classified correctly, share", 1.0, digits=2),),
    "shift": (
        Figure("efficientnet.drawn.mean_change", "crop to tile: mean change of probability", digits=3),
        Figure("efficientnet.drawn.decisions_changed", "crop to tile: decisions changed", digits=0),
    ),
    "segmentation": (
        Figure("ms_per_tile", "superpixels of a tile, ms on one core", 80, at_most=True, digits=0),
        Figure("mean_best_iou", "mean best IoU with full-size SLIC", digits=3),
        Figure("boundary_recall", "boundary recall within 2 px", digits=3),
    ),
    "detection": tuple(
        figure
        for extractor, ratio, memory in (
            ("efficientnet", 5, 2048),
            ("texture", 8, 2048),
            ("resnet50", 8, 4096),
        )
        for figure in (
            Figure(f"{extractor}.ratio", f"detection, {extractor}: speed relative to the notebooks", ratio),
            Figure(f"{extractor}.tiles_per_s", f"detection, {extractor}: tiles/s", digits=2),
            Figure(f"{extractor}.peak_rss_mib", f"detection, {extractor}: peak MiB", memory, True, 0),
        )
    ),
    "public_map": (
        Figure(
            "first_view_kib", "public map of 10,000 places: first view, KiB", 1024, at_most=True, digits=0
        ),
        Figure("load_s_4g", "the same: until drawn on a 4G phone, s", 2.0, at_most=True),
        Figure("pan_fps_p5", "the same: frames a second while dragging, 5th percentile", 50, digits=0),
    ),
    "rescore": (Figure("superpixels_per_s", "rescoring, superpixels/s on two cores", 50_000, digits=0),),
    "compact": (
        Figure("bytes_per_superpixel", "compact features, bytes per superpixel", digits=0),
        Figure("f1_change", "compact features, change of F1", digits=3),
    ),
    "consensus": (
        Figure("with_priors_seconds", "consensus of a million votes, s", 60, at_most=True),
        Figure("ratio", "consensus: speed of an iteration relative to crowd-kit", digits=0),
    ),
    "crowd": (
        Figure("consensus_error", "one fifth spammers: errors of the consensus", digits=4),
        Figure("majority_error", "one fifth spammers: errors of the majority", digits=4),
        Figure("spammer_recall", "one fifth spammers: recall of suspicion", digits=2),
        Figure("spammer_precision", "one fifth spammers: precision of suspicion", digits=2),
    ),
    "labeling": (
        Figure("tiles_per_s", "labelling, 50 clients without pauses: tiles/s", 30),
        Figure("paused.next_p95_ms", "labelling, 50 people: next tile, p95, ms", 200, True, 0),
        Figure("errors", "labelling: errors", 0, True, 0),
        Figure("lost", "labelling: acknowledged votes lost", 0, True, 0),
        Figure("over_target", "labelling: tiles over their target", 0, True, 0),
    ),
    "storm": (
        Figure("lost", "a search in a storm: tiles lost", 0, True, 0),
        Figure("duplicated", "a search in a storm: tiles or superpixels twice", 0, True, 0),
        Figure("misjudged", "a search in a storm: tiles misjudged", 0, True, 0),
        Figure("redone_max", "a search in a storm: tiles redone for one kill", 8, True, 0),
    ),
    "pace": (
        Figure("redis.error", "four workers through Redis: pace off by, share", 0.05, True, 3),
        Figure("redis.quiet_s", "four workers through Redis: quiet after Retry-After of 3 s", 2.9),
        Figure("file.error", "four workers through a file: pace off by, share", 0.05, True, 3),
    ),
    "region": (
        Figure("creation_s", "a search of 450,000 tiles: created in, s", 30, True),
        Figure("page_ms", "a search of 450,000 tiles: its page, ms", 300, True, 0),
        Figure("overview_ms", "a search of 450,000 tiles: the overview, ms", 300, True, 0),
        Figure("claim_ms", "a search of 450,000 tiles: claiming a chunk, ms", 4, True),
    ),
    "thresholds": (
        Figure("slowest_ms", "other thresholds for 450,000 tiles: slowest preview, ms", 2000, True, 0),
    ),
    "throughput": (Figure("ratio", "a search beside the bare pipeline, tiles/s", 0.85, digits=2),),
    "tapping": (
        Figure("next_painted_p95_ms", "in the browser: next tile painted, p95, ms", 200, True, 0),
        Figure("tap_shown_p95_ms", "in the browser: tap shown, p95, ms", 200, True, 0),
    ),
    "reviewing": (
        Figure("decision_p95_ms", "in the browser: decision to next picture painted, p95, ms", 200, True, 0),
    ),
    "active_learning": (
        Figure("labels_queue", "labels for 95 % of the F1, queue order", digits=0),
        Figure("labels_random", "labels for 95 % of the F1, random order", digits=0),
        Figure("ratio", "labels in queue order relative to random order", 0.5, at_most=True, digits=2),
    ),
    "gpu": (
        Figure("efficientnet.tiles_per_s", "search on the GPU, efficientnet: tiles/s", 125),
        Figure("resnet50.tiles_per_s", "search on the GPU, resnet50: tiles/s", 125),
    ),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Run all benchmarks.")
    parser.add_argument("--json", action="store_true", help="print all reports as JSON")
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=available(), help="run only these")
    options = parser.parse_args()
    reports = {name: run(name) for name in options.only or available()}
    print(json.dumps(reports, indent=2) if options.json else "\n".join(describe(reports)))
    return 1 if any("failed" in report for report in reports.values()) else 0


def available() -> list[str]:
    """In the order of the table."""
    return [name for name in BENCHMARKS if importlib.util.find_spec(f"benchmarks.{name}")]


def run(name: str) -> dict[str, Any]:
    """Run one benchmark in a separate process and return its report."""
    if name in NEEDED and not NEEDED[name].is_dir():
        return {"measured": False, "reason": f"../{NEEDED[name].relative_to(PROJECT.parent)} does not exist."}
    note(f"benchmarks.{name}")
    started = time.perf_counter()
    command = [sys.executable, "-m", f"benchmarks.{name}", "--json"]
    finished = subprocess.run(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    note(f"  {time.perf_counter() - started:.0f} s")
    try:
        return read_report(json.loads(finished.stdout))
    except ValueError:
        return {"measured": False, "failed": True, "reason": "it failed; see its output."}


def read_report(printed: Any) -> dict[str, Any]:
    """Give all reports the same shape: `benchmarks.whole_tiles` prints a list, or the missing folder."""
    if isinstance(printed, list):
        right = sum(bool(tile["right"]) for tile in printed)
        return {"measured": True, "tiles": printed, "share_right": right / len(printed)}
    report: dict[str, Any] = printed
    return (
        {"measured": False, "reason": f"{report['missing']} does not exist."}
        if "missing" in report
        else report
    )


def describe(reports: dict[str, dict[str, Any]]) -> Sequence[str]:
    # The report of `benchmarks.accuracy` has no key `measured`.
    measured = {name: report for name, report in reports.items() if report.get("measured", True)}
    rows = [["", "measured", "bar", "reached"]] if measured else []
    rows += [figure.row(report) for name, report in measured.items() for figure in BENCHMARKS[name]]
    missing = [
        f"Not measured, {name}: {report['reason']}"
        for name, report in reports.items()
        if name not in measured
    ]
    return [*(table(rows) if rows else []), *missing]


if __name__ == "__main__":
    raise SystemExit(main())
