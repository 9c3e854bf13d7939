"""Speed of a search compared with the original notebooks: `python -m benchmarks.detection`.

Protocol. Four processes (the notebooks' pipeline reimplemented, Landscar with `efficientnet`, with `texture`
and with `resnet50`) warm up and then take turns on the same pictures, a few at a time, so that they run under
the same conditions. `ratio` is the notebooks' time divided by Landscar's. `stages` are seconds per tile of
each step alone, one after the other; Landscar's pipeline overlaps them. `cpu_s_per_tile` is the CPU time of
all cores, which a busy machine affects less, and `cpu_ratio` the ratio of those. `peak_rss_mib` is the peak
memory of the process, including its start. `floor_ratio` is the time per tile of `resnet50` divided by the
arithmetic limit, which is the network's operations over this machine's rate of matrix products. Its weights
are random, which does not change the speed; accuracy is measured elsewhere.
"""

from __future__ import annotations

import argparse
import importlib.util
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks.child import Child
from benchmarks.pictures import Pictures, find_pictures
from benchmarks.random_weights import make_weights
from benchmarks.report import CannotMeasure, Report, note, run_benchmark, table
from ml.features import EXTRACTORS

CONTESTANTS = ("notebook", *EXTRACTORS)
STAGES = ("read", "segment", "features", "classify")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.detection", description="Speed of detection.")
    parser.add_argument("--tiles", type=int, default=8, metavar="N", help="tiles per contestant, default 8")
    return run_benchmark(parser, lambda options: measure(options.tiles), describe)


def measure(n_tiles: int) -> Report:
    """Keys: `pictures`, `n_tiles`, `notebook`, and one per extractor with the keys above."""
    for library in ("keras", "tensorflow"):
        if importlib.util.find_spec(library) is None:
            raise CannotMeasure(f"the notebooks' pipeline needs {library}, which is not installed.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pictures = find_pictures(folder)
        weights = folder / "random.weights.h5"
        sha256 = make_weights(weights)
        arguments = ["--weights", str(weights), "--sha256", sha256, *map(str, pictures.paths)]
        return _compete(arguments, pictures, max(1, n_tiles))


def _compete(arguments: list[str], pictures: Pictures, n_tiles: int) -> Report:
    children: dict[str, Child] = {}
    about: dict[str, dict[str, Any]] = {}
    try:
        for contestant in CONTESTANTS:
            note(f"{contestant} warms up")
            children[contestant] = Child("benchmarks.detection_child", contestant, *arguments)
            about[contestant] = children[contestant].wait_until_ready()
        totals = _take_turns(children, pictures, n_tiles)
        floor = children["resnet50"].ask(floor=True)
    finally:
        for child in children.values():
            child.stop()
    report: Report = {"pictures": pictures.origin, "n_tiles": n_tiles, "notebook": totals["notebook"]}
    for name in EXTRACTORS:
        report[name] = {**_compare(totals[name], totals["notebook"]), "floor_ratio": None}
    for name in ("efficientnet", "resnet50"):
        report[name].update(runtime=about[name]["runtime"], precision=about[name]["precision"])
    resnet50 = report["resnet50"]
    resnet50.update(floor=floor, floor_ratio=1 / resnet50["tiles_per_s"] / floor["seconds"])
    return report


def _take_turns(children: dict[str, Child], pictures: Pictures, n_tiles: int) -> dict[str, dict[str, Any]]:
    tiles = [str(pictures.paths[number % len(pictures.paths)]) for number in range(n_tiles)]
    step = len(pictures.paths)
    answers: dict[str, list[dict[str, Any]]] = {name: [] for name in children}
    for start in range(0, n_tiles, step):
        for name, child in children.items():
            answers[name].append(child.ask(pictures=tiles[start : start + step]))
            note(f"{name}: {start + step} tiles, {answers[name][-1]['seconds']:.1f} s")
    return {name: _add_up(found, n_tiles) for name, found in answers.items()}


def _add_up(answers: list[dict[str, Any]], n_tiles: int) -> dict[str, Any]:
    stages: dict[str, float] = defaultdict(float)
    for answer in answers:
        for stage, seconds in answer["stages"].items():
            stages[stage] += seconds
    return {
        "tiles_per_s": n_tiles / sum(answer["seconds"] for answer in answers),
        "cpu_s_per_tile": sum(answer["cpu_seconds"] for answer in answers) / n_tiles,
        "stages": {stage: stages[stage] / n_tiles for stage in STAGES},
        "peak_rss_mib": max(answer["peak_rss_mib"] for answer in answers),
        "n_superpixels": sum(answer["n_superpixels"] for answer in answers),
    }


def _compare(mine: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    ratios = {
        "ratio": mine["tiles_per_s"] / theirs["tiles_per_s"],
        "cpu_ratio": theirs["cpu_s_per_tile"] / mine["cpu_s_per_tile"],
    }
    return {**ratios, **mine}


def describe(report: Report) -> list[str]:
    heading = [
        "",
        "ratio",
        "tiles/s",
        "CPU s per tile",
        *(f"{stage} ms" for stage in STAGES),
        "peak MiB",
        "x floor",
    ]
    rows = [heading] + [_row(name, report[name]) for name in CONTESTANTS]
    networks = " and ".join(
        f"{name} on {report[name]['runtime']} in {report[name]['precision']}"
        for name in ("efficientnet", "resnet50")
    )
    return [
        f"Detection, {report['n_tiles']} tiles ({report['pictures']}), {networks}",
        *table(rows),
    ]


def _row(name: str, found: dict[str, Any]) -> list[str]:
    floor = found.get("floor_ratio")
    return [
        name,
        f"{found.get('ratio', 1):.1f}",
        f"{found['tiles_per_s']:.2f}",
        f"{found['cpu_s_per_tile']:.2f}",
        *(f"{1000 * found['stages'][stage]:.0f}" for stage in STAGES),
        f"{found['peak_rss_mib']:.0f}",
        "" if floor is None else f"{floor:.2f}",
    ]


if __name__ == "__main__":
    raise SystemExit(main())
