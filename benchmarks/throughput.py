"""Tiles a second of a search, beside the bare `ml` pipeline: `python -m benchmarks.throughput`.

Protocol. A GeoTIFF of real or drawn tiles is read by both: by `ml.pipeline` as `python -m ml detect` does,
and by a search on PostgreSQL with durable writes, through the code that a worker runs. Both have the same
model and number of threads, run in one process and take turns; each round is another version of the source,
so that nothing is known from the round before. `ratio` is the search's tiles a second divided by the
pipeline's. At the end the last version is searched again, from stored features alone, as after a retraining.

With `--memory` only the search runs, over many coarse tiles and with the storm's cheap extractor, and the
memory of its process is looked at on the way: `rss_mib` at a tenth, at half and at the end.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.labeling import find_here
from benchmarks.pictures import find_pictures
from benchmarks.region import begin
from benchmarks.report import Report, note, run_benchmark, table
from benchmarks.servers import running_postgres

if TYPE_CHECKING:
    from detection.models import DetectionRun

ACROSS = 8
"""Tiles along a chunk's side at this zoom: whole chunks, as in a large region."""
ZOOM, CORNER = 16, (37560, 22040)
TILE_PX, COARSE_PX = 1024, 128
BAR = 0.85
MOMENTS = {"tenth": 0.1, "half": 0.5, "end": 1.0}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.throughput", description=__doc__)
    parser.add_argument("--tiles", type=int, default=128, help="tiles of a round, in whole chunks of 64")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--extractor", default="efficientnet")
    parser.add_argument("--memory", action="store_true", help="look at memory only, with a cheap extractor")
    return run_benchmark(parser, measure, describe)


def measure(options: argparse.Namespace) -> Report:
    for program in ("initdb", "postgres"):
        find_here(program)
    with (
        running_postgres(durable=True) as server,
        tempfile.TemporaryDirectory(prefix="landscar-bench-") as folder,
    ):
        begin(server, folder, LANDSCAR_RASTER_ROOT=f"{folder}/rasters")
        if options.memory:
            options.extractor = _use_cheap_extractor()
        columns = ACROSS * max(1, options.tiles // ACROSS**2)
        path = _draw_region(Path(folder), columns, COARSE_PX if options.memory else TILE_PX)
        stage = Stage(path, columns, options.extractor)
        return _memory(stage) if options.memory else _compare(stage, options.rounds)


def _use_cheap_extractor() -> str:
    from benchmarks.storm_replacements import EXTRACTOR, replace_extractor

    replace_extractor()
    return EXTRACTOR


def _draw_region(folder: Path, columns: int, side: int) -> Path:
    """A GeoTIFF in web mercator, `columns` by eight tiles of `side` pixels."""
    import rasterio
    from rasterio.transform import from_bounds

    from ml.pictures import open_picture
    from ml.tiles import Tile

    pictures = [_fit(open_picture(path), side) for path in find_pictures(folder).paths]
    west, north = Tile(ZOOM, *CORNER), Tile(ZOOM, CORNER[0] + columns - 1, CORNER[1] + ACROSS - 1)
    first, last = west.mercator_bounds, north.mercator_bounds
    width, height = columns * side, ACROSS * side
    path = folder / "rasters" / "region.tif"
    path.parent.mkdir(parents=True, exist_ok=True)
    options: dict[str, Any] = {
        "driver": "GTiff", "width": width, "height": height, "count": 3, "dtype": "uint8", "crs": "EPSG:3857",
        "transform": from_bounds(first.west, last.south, last.east, first.north, width, height),
        "tiled": True, "blockxsize": 512, "blockysize": 512, "compress": "jpeg", "photometric": "ycbcr",
        "BIGTIFF": "YES",
    }  # fmt: skip
    with rasterio.open(path, "w", **options) as dataset:
        for row in range(ACROSS):
            for column in range(columns):
                part = pictures[(row * columns + column) % len(pictures)].transpose(2, 0, 1)
                window = rasterio.windows.Window(column * side, row * side, side, side)
                dataset.write(part, window=window)
    return path


def _fit(picture: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    rows, columns = (-(-side // size) for size in picture.shape[:2])
    return np.tile(picture, (rows, columns, 1))[:side, :side]


class Stage:
    """A campaign over the raster, with a model; each search reads another version of the source."""

    def __init__(self, path: Path, columns: int, extractor_name: str) -> None:
        from benchmarks.detection_child import learn_anything
        from campaigns.models import Campaign
        from detection.models import ModelVersion
        from imagery.files import data_path
        from imagery.models import ImagerySource
        from ml.features import get_extractor

        self.path, self.n_tiles = path, columns * ACROSS
        self.source = ImagerySource.objects.create(
            slug="bench", name="Bench", kind="raster", path="region.tif"
        )
        self.campaign = Campaign.objects.create(
            slug="bench",
            name="Bench",
            question="Mining?",
            source=self.source,
            region=_box(columns),
            zoom=ZOOM,
        )
        self.extractor = get_extractor(extractor_name)
        pictures = find_pictures(path.parent.parent).paths[:4]
        self.model = learn_anything(self.extractor, pictures)
        self.model.save(data_path("models/bench"))
        key = self.campaign.segmentation.key
        self.version = ModelVersion.objects.create(
            campaign=self.campaign, number=1, extractor=extractor_name,
            extractor_version=self.extractor.version, segmentation_key=key, folder="models/bench",
            training_set_sha256="5e" * 32, n_positive=9, n_negative=9,
        )  # fmt: skip

    def plan_search(self, *, from_features: bool = False) -> DetectionRun:
        """Of another version of the source, so that no tile is known; or of the same, so that all are."""
        from dataclasses import asdict

        from campaigns.models import Job
        from detection.models import DetectionRun, FindingSet
        from detection.runs.services import plan_run

        plan_run.SMALL_REGION = 0  # chunks of 64 tiles, as in a large region
        if not from_features:
            self.source.revision += 1
            self.source.save()
        Job.objects.filter(campaign=self.campaign).update(state=Job.State.SUCCEEDED)
        run = DetectionRun.objects.create(
            campaign=self.campaign, number=self.campaign.runs.count() + 1, model_version=self.version,
            source=self.source, source_version=self.source.version, region=self.campaign.region, zoom=ZOOM,
            segmentation=asdict(self.campaign.segmentation), segmentation_key=self.campaign.segmentation.key,
            threshold=0.97, job=Job.objects.create(campaign=self.campaign, kind=Job.Kind.DETECT),
        )  # fmt: skip
        FindingSet.objects.begin(run)
        plan_run.plan_run(run_id=run.pk)
        assert sum(run.counts().values()) == self.n_tiles
        return run


def _box(columns: int) -> dict[str, Any]:
    """A polygon just inside the outermost tiles."""
    from ml.tiles import Tile

    first = Tile(ZOOM, *CORNER).bounds
    last = Tile(ZOOM, CORNER[0] + columns - 1, CORNER[1] + ACROSS - 1).bounds
    inset = (first.east - first.west) * 0.1
    west, south, east, north = first.west + inset, last.south + inset, last.east - inset, first.north - inset
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _compare(stage: Stage, rounds: int) -> Report:
    bare, search = [], []
    for number in range(rounds + 1):
        begun = _run_bare(stage), _run_search(stage.plan_search())
        if number == 0:
            continue  # to warm up
        bare.append(begun[0])
        search.append(begun[1])
        note(f"{stage.n_tiles} tiles: {begun[0]:.1f} s bare, {begun[1]:.1f} s as a search")
    stored = _run_search(stage.plan_search(from_features=True))
    note(f"{stage.n_tiles} tiles: {stored:.1f} s from stored features")
    return {
        "extractor": stage.extractor.name,
        "n_tiles": stage.n_tiles,
        "stored_tiles_per_s": stage.n_tiles / stored,
        "bare_tiles_per_s": stage.n_tiles / min(bare),
        "search_tiles_per_s": stage.n_tiles / min(search),
        "ratio": min(bare) / min(search),
    }


def _run_bare(stage: Stage) -> float:
    from django.conf import settings

    from ml.pipeline import analyse_pictures
    from ml.raster_grid import plan_grid

    grid = plan_grid(stage.path, ZOOM)
    begun = time.perf_counter()
    found = analyse_pictures(grid.sources(), stage.extractor, stage.model, n_workers=settings.SEARCH_THREADS)
    n_tiles = sum(1 for analysis in found if analysis.probabilities is not None)
    assert n_tiles == stage.n_tiles, f"{n_tiles} of {stage.n_tiles} tiles"
    return time.perf_counter() - begun


def _run_search(run: DetectionRun) -> float:
    from detection.models import RunChunk
    from detection.runs.services.search_chunk import search_chunk

    begun = time.perf_counter()
    while (chunk := RunChunk.objects.all().claim_next()) is not None:
        search_chunk(chunk=chunk)
    seconds = time.perf_counter() - begun
    failed = run.tile_results.failed().first()
    assert failed is None, failed.failure
    return seconds


def _memory(stage: Stage) -> Report:
    from detection.models import RunChunk
    from detection.runs.services.search_chunk import search_chunk

    run, found, begun = stage.plan_search(), dict[str, float](), time.perf_counter()
    while (chunk := RunChunk.objects.all().claim_next()) is not None:
        search_chunk(chunk=chunk)
        done = stage.n_tiles - run.counts()["pending"]
        for name, share in MOMENTS.items():
            if name not in found and done >= share * stage.n_tiles:
                found[name] = _rss_mib()
                note(f"{done:,} tiles: {found[name]:.0f} MiB")
    return {
        "n_tiles": stage.n_tiles,
        "rss_mib": found,
        "growth": found["end"] / found["tenth"],
        "search_tiles_per_s": stage.n_tiles / (time.perf_counter() - begun),
    }


def _rss_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def describe(report: Report) -> list[str]:
    if "rss_mib" in report:
        rss = ", ".join(f"{mib:.0f} MiB at the {name}" for name, mib in report["rss_mib"].items())
        return [
            f"{report['n_tiles']:,} tiles, {report['search_tiles_per_s']:.1f} a second: {rss}; "
            f"{report['growth']:.2f} times from a tenth to the end"
        ]
    return table(
        [
            [f"{report['n_tiles']} tiles, {report['extractor']}", "measured", "bar"],
            ["the bare pipeline, tiles/s", f"{report['bare_tiles_per_s']:.2f}", ""],
            ["a search, tiles/s", f"{report['search_tiles_per_s']:.2f}", ""],
            ["ratio", f"{report['ratio']:.2f}", f"{BAR:.2f}"],
            ["a search from stored features, tiles/s", f"{report['stored_tiles_per_s']:.0f}", ""],
        ]
    )


if __name__ == "__main__":
    raise SystemExit(main())
