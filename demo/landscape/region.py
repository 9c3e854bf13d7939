"""A demo region on disk: the picture, the truth mask and the description."""

import json
import multiprocessing
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from demo.landscape import raster
from demo.landscape.block import TRUTH_REDUCTION, Block, draw_block
from demo.landscape.description import describe
from demo.landscape.plan import TILE, make_plan
from demo.landscape.scene import Cover
from ml.tiles import Bounds, Tile, tile_at

DRAWING_VERSION = 4
ZOOM = 16
CENTRE = (27.5, 51.3)  # longitude and latitude: Polissia
BLOCK = TILE
PROCESSES = 2
Progress = Callable[[int, int], None]


class LandscapeError(Exception):
    """A demo region cannot be used."""


@dataclass(frozen=True)
class DemoRegion:
    """A drawn region: tiles x_min .. x_min + n_tiles - 1 and the same downwards, edges in degrees."""

    raster_path: Path
    truth_path: Path
    truth_json_path: Path
    z: int
    x_min: int
    y_min: int
    n_tiles: int
    west: float
    south: float
    east: float
    north: float
    drawing_version: int


def draw_region(
    *,
    folder: Path,
    seed: int = 2018,
    n_tiles: int = 12,
    progress: Progress | None = None,
    processes: int = PROCESSES,
) -> DemoRegion:
    """Draw a square region of `n_tiles` x `n_tiles` tiles of 1024 px into a folder, or find it there.

    The description is written last, so that a run that was cut off starts again. The pixels depend on the
    seed and the number of tiles only, not on the number of processes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    region = _region(folder, n_tiles)
    if _is_finished(region, seed):
        return region
    region.truth_json_path.unlink(missing_ok=True)
    for torn in folder.glob(".drawing-*"):
        shutil.rmtree(torn, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=".drawing-", dir=folder))
    try:
        _draw_into(work, region, seed, progress or _silent, processes)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return region


def load_region(folder: Path) -> DemoRegion:
    """Return the finished region of a folder; LandscapeError where there is none."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        stored = json.loads((folder / "truth.json").read_text())
        region = _region(folder, int(stored["n_tiles"]))
        if _is_finished(region, int(stored["seed"])):
            return region
    raise LandscapeError(f"No finished landscape of this drawing version in {folder}; draw_region makes one.")


def truth_for_superpixels(
    region: DemoRegion, tile: tuple[int, int, int], labels: NDArray[np.int32], cover: Cover = Cover.MINING
) -> NDArray[np.float32]:
    """Return the share of mining, or of another cover, in each superpixel: float32 (n,), label 1 first, 0..1.

    `tile` is z, x, y of a tile of the region; `labels` are numbered 1..n, (1024, 1024) or smaller by a
    whole factor.
    """
    side = TILE // TRUTH_REDUCTION
    column, row = tile[1] - region.x_min, tile[2] - region.y_min
    if tile[0] != region.z or not (0 <= column < region.n_tiles and 0 <= row < region.n_tiles):
        raise LandscapeError(
            f"Tile {tile} is not in the drawn region; ask for one of {region.z}/"
            f"{region.x_min}../{region.y_min}.."
        )
    covered = raster.read_truth(region.truth_path, row * side, column * side, side) == cover
    rows = np.arange(labels.shape[0]) * side // labels.shape[0]
    columns = np.arange(labels.shape[1]) * side // labels.shape[1]
    flat = labels.ravel()
    total = np.bincount(flat)[1:]
    found = np.bincount(flat, weights=covered[rows][:, columns].ravel(), minlength=len(total) + 1)[1:]
    return np.asarray(found / np.maximum(total, 1), dtype=np.float32)


def mercator_bounds(region: DemoRegion) -> Bounds:
    last = region.n_tiles - 1
    first = Tile(region.z, region.x_min, region.y_min).mercator_bounds
    opposite = Tile(region.z, region.x_min + last, region.y_min + last).mercator_bounds
    return Bounds(first.west, opposite.south, opposite.east, first.north)


def _region(folder: Path, n_tiles: int) -> DemoRegion:
    middle = tile_at(*CENTRE, ZOOM)
    x_min, y_min = middle.x - n_tiles // 2, middle.y - n_tiles // 2
    first = Tile(ZOOM, x_min, y_min).bounds
    opposite = Tile(ZOOM, x_min + n_tiles - 1, y_min + n_tiles - 1).bounds
    return DemoRegion(
        raster_path=folder / "landscape.tif",
        truth_path=folder / "truth.tif",
        truth_json_path=folder / "truth.json",
        z=ZOOM,
        x_min=x_min,
        y_min=y_min,
        n_tiles=n_tiles,
        west=first.west,
        south=opposite.south,
        east=opposite.east,
        north=first.north,
        drawing_version=DRAWING_VERSION,
    )


def _is_finished(region: DemoRegion, seed: int) -> bool:
    try:
        stored = json.loads(region.truth_json_path.read_text())
        wanted = {"seed": seed, "n_tiles": region.n_tiles, "drawing_version": DRAWING_VERSION}
        sizes = {path.name: path.stat().st_size for path in (region.raster_path, region.truth_path)}
        return bool(stored["bytes"] == sizes and {key: stored[key] for key in wanted} == wanted)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _draw_into(work: Path, region: DemoRegion, seed: int, progress: Progress, processes: int) -> None:
    # In a folder of its own first: a file with its final name is always complete.
    bounds = mercator_bounds(region)
    plain, cog, mask, description_path = (
        work / name for name in ("plain.tif", "cog.tif", "mask.tif", "truth.json")
    )
    blocks = _blocks(seed, region.n_tiles, progress, processes)
    truth = raster.write_blocks(blocks, path=plain, size=region.n_tiles * TILE, mercator_bounds=bounds)
    raster.write_cog(plain, cog)
    raster.write_truth(truth, mask, bounds)
    description = describe(make_plan(seed, region.n_tiles), truth, bounds)
    description |= {"drawing_version": DRAWING_VERSION, "n_tiles": region.n_tiles, "z": region.z}
    description |= {"x_min": region.x_min, "y_min": region.y_min, "captured": raster.CAPTURED}
    description["bytes"] = {"landscape.tif": cog.stat().st_size, "truth.tif": mask.stat().st_size}
    description_path.write_text(json.dumps(description, indent=1))
    for path, name in (
        (cog, region.raster_path),
        (mask, region.truth_path),
        (description_path, region.truth_json_path),
    ):
        path.replace(name)
    total = _n_steps(region.n_tiles)
    progress(total, total)


def _corners(n_tiles: int) -> list[tuple[int, int]]:
    return [(x, y) for y in range(0, n_tiles * TILE, BLOCK) for x in range(0, n_tiles * TILE, BLOCK)]


def _n_steps(n_tiles: int) -> int:
    # The blocks, and a share for compressing them.
    n_blocks = len(_corners(n_tiles))
    return n_blocks + n_blocks // 4 + 1


def _blocks(seed: int, n_tiles: int, progress: Progress, processes: int) -> Iterator[Block]:
    corners = _corners(n_tiles)
    jobs = [(seed, n_tiles, x, y) for x, y in corners]
    # A daemonic process, such as one of Celery's pool, may not have children of its own.
    alone = processes < 2 or len(jobs) < 3 or multiprocessing.current_process().daemon
    if alone:
        yield from _counted(map(_draw_job, jobs), n_tiles, progress)
        return
    # Spawned, not forked: the caller may already run threads.
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from _counted(pool.map(_draw_job, jobs), n_tiles, progress)


def _counted(blocks: Iterator[Block], n_tiles: int, progress: Progress) -> Iterator[Block]:
    progress(0, _n_steps(n_tiles))
    for done, block in enumerate(blocks, start=1):
        yield block
        progress(done, _n_steps(n_tiles))


def _draw_job(job: tuple[int, int, int, int]) -> Block:
    seed, n_tiles, x, y = job
    size = n_tiles * TILE
    return draw_block(make_plan(seed, n_tiles), x, y, min(BLOCK, size - x), min(BLOCK, size - y))


def _silent(done: int, total: int) -> None:
    """The progress of a caller that does not ask."""
