"""How fast tiles are searched with `resnet50` on a GPU: `python -m benchmarks.gpu`.

Protocol. Tiles are pictures on disk; `ml.pipeline` reads, segments, describes and classifies them with two
threads per core, which keep the GPU busy, in 16-bit arithmetic and in batches of the waiting tiles.
`tiles_per_s` is the rate of the whole chain after a warm-up. `stages` are tiles per second of each step
alone: `read` and `segment` on one core, `network` in full batches including the transfer of its maps,
`classify` on one core. The weights are random, which does not change the speed. Without a GPU that TensorFlow
can use, nothing is measured.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.pictures import find_pictures
from benchmarks.random_weights import make_weights
from benchmarks.report import CannotMeasure, Report, run_benchmark, table
from benchmarks.timing import best_seconds

REGION_TILES = 450_000
SIDE = 1024
N_TRIES = 5


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gpu", description="Speed on a GPU.")
    parser.add_argument("--tiles", type=int, default=512, metavar="N", help="default 512")
    return run_benchmark(parser, lambda options: measure(options.tiles), describe)


def measure(n_tiles: int) -> Report:
    """Keys: `device`, `n_tiles`, `tiles_per_s`, `stages`, `hours_for_450000_tiles`, `batch`, `n_threads`."""
    device = _find_gpu()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = find_pictures(folder).paths
        weights = folder / "random.weights.h5"
        return {"device": device, **_measure(paths, weights, make_weights(weights), n_tiles)}


def _find_gpu() -> str:
    if importlib.util.find_spec("tensorflow") is None:
        raise CannotMeasure("TensorFlow is not installed, so no GPU can be used; install the extra gpu.")
    import tensorflow

    found = tensorflow.config.list_physical_devices("GPU")
    if not found:
        raise CannotMeasure("TensorFlow sees no GPU on this machine.")
    tensorflow.config.experimental.set_memory_growth(found[0], True)
    return str(tensorflow.config.experimental.get_device_details(found[0]).get("device_name", found[0].name))


def _measure(paths: list[Path], weights: Path, sha256: str, n_tiles: int) -> Report:
    from benchmarks.detection_child import find_sources, learn_anything
    from ml.features import get_extractor
    from ml.pipeline import analyse_pictures
    from ml.runtimes.batching import MAX_BATCH

    extractor = get_extractor("resnet50", weights=weights, sha256=sha256, runtime="tensorflow")
    model = learn_anything(extractor, paths)
    n_threads = 2 * (os.cpu_count() or 1)
    stages = _time_stages(paths[0], extractor, model, MAX_BATCH)
    sources = find_sources([paths[number % len(paths)] for number in range(n_tiles)])
    list(analyse_pictures(sources[: 4 * MAX_BATCH], extractor, model, n_workers=n_threads))
    started = time.perf_counter()
    found = [tile.error for tile in analyse_pictures(sources, extractor, model, n_workers=n_threads)]
    tiles_per_s = len(found) / (time.perf_counter() - started)
    assert not any(found), next(filter(None, found))
    return {
        "n_tiles": n_tiles,
        "tiles_per_s": tiles_per_s,
        "stages": stages,
        "hours_for_450000_tiles": REGION_TILES / tiles_per_s / 3600,
        "batch": MAX_BATCH,
        "n_threads": n_threads,
    }


def _time_stages(path: Path, extractor: Any, model: Any, batch: int) -> dict[str, float]:
    from ml.pictures import open_picture
    from ml.segmentation import segment_tile

    image = open_picture(path)
    labels = segment_tile(image)
    tiles = np.zeros((batch, SIDE, SIDE, 3), dtype=np.uint8)
    features = extractor.extract(image, labels)
    return {
        "read": 1 / best_seconds(lambda: open_picture(path), N_TRIES),
        "segment": 1 / best_seconds(lambda: segment_tile(image), N_TRIES),
        "network": batch / best_seconds(lambda: extractor.runtime.run(tiles), N_TRIES),
        "classify": 1 / best_seconds(lambda: model.predict(features), N_TRIES),
    }


def describe(report: Report) -> list[str]:
    return [
        f"On {report['device']}: {report['tiles_per_s']:.1f} tiles/s with {report['n_threads']} threads; "
        f"{REGION_TILES:,} tiles would take {report['hours_for_450000_tiles']:.1f} hours",
        *table(
            [["alone, tiles/s", *report["stages"]], ["", *(f"{v:.0f}" for v in report["stages"].values())]]
        ),
    ]


if __name__ == "__main__":
    raise SystemExit(main())
