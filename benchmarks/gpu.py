"""How fast tiles are searched with a network on a GPU: `python -m benchmarks.gpu`.

Protocol. Tiles are pictures on disk; `ml.pipeline` reads, segments, describes and classifies them with two
threads per core, which keep the GPU busy, in 16-bit arithmetic and in batches of the waiting tiles. The
network runs in Keras on `backend`, the first of TensorFlow, JAX and PyTorch that can use a GPU unless
KERAS_BACKEND is set. `tiles_per_s` is the rate of the whole chain after a warm-up. `stages` are tiles per
second of each step alone: `read` and `segment` on one core, `network` in full batches including the transfer
of its maps, `classify` on one core. The weights of `resnet50` are random, which does not change the speed.
Without a GPU that Keras can use, nothing is measured.
"""

from __future__ import annotations

import argparse
import importlib
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
from ml.runtimes import has_gpu, keras_backend

REGION_TILES = 450_000
SIDES = {"efficientnet": 1600, "resnet50": 1024}
"""Of the network's input for a tile of 1,024 pixels."""
N_TRIES = 5


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gpu", description="Speed on a GPU.")
    parser.add_argument("--tiles", type=int, default=512, metavar="N", help="default 512")
    parser.add_argument("--extractor", nargs="+", choices=SIDES, default=list(SIDES), help="default both")
    return run_benchmark(parser, lambda options: measure(options.tiles, options.extractor), describe)


def measure(n_tiles: int, extractors: list[str]) -> Report:
    """Keys: `device`, `backend`, `n_tiles`, `batch`, `n_threads`, and for each extractor `tiles_per_s`,
    `stages`, `hours_for_450000_tiles`, `precision`."""
    from ml.runtimes.batching import MAX_BATCH

    backend = _find_backend()
    report: Report = {
        "device": _name_device(backend),
        "backend": backend,
        "n_tiles": n_tiles,
        "batch": MAX_BATCH,
        "n_threads": 2 * (os.cpu_count() or 1),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = find_pictures(folder).paths
        for extractor in extractors:
            report[extractor] = _measure(extractor, backend, paths, folder, n_tiles)
    return report


def _find_backend() -> str:
    if importlib.util.find_spec("keras") is None:
        raise CannotMeasure("Keras is not installed, so no GPU can be used; install the extra gpu.")
    backend = keras_backend()
    if not has_gpu(backend):
        raise CannotMeasure(f"Keras runs on {backend}, which sees no GPU on this machine.")
    os.environ["KERAS_BACKEND"] = backend
    return backend


def _name_device(backend: str) -> str:
    library = importlib.import_module(backend)
    if backend == "torch":
        return str(library.cuda.get_device_name(0))
    if backend == "jax":
        return str(library.devices()[0].device_kind)
    found = library.config.list_physical_devices("GPU")
    library.config.experimental.set_memory_growth(found[0], True)
    return str(library.config.experimental.get_device_details(found[0]).get("device_name", found[0].name))


def _measure(name: str, backend: str, paths: list[Path], folder: Path, n_tiles: int) -> Report:
    from benchmarks.detection_child import find_sources, learn_anything
    from ml.features import get_extractor
    from ml.pipeline import analyse_pictures
    from ml.runtimes.batching import MAX_BATCH

    chosen: dict[str, Any] = {}
    if name == "resnet50":
        weights = folder / "random.weights.h5"
        chosen = {"weights": weights, "sha256": make_weights(weights)}
    extractor: Any = get_extractor(name, **chosen, runtime=backend)
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
        "tiles_per_s": tiles_per_s,
        "stages": stages,
        "hours_for_450000_tiles": REGION_TILES / tiles_per_s / 3600,
        "precision": extractor.runtime.precision,
    }


def _time_stages(path: Path, extractor: Any, model: Any, batch: int) -> dict[str, float]:
    from ml.pictures import open_picture
    from ml.segmentation import segment_tile

    image = open_picture(path)
    labels = segment_tile(image)
    side = SIDES[extractor.name]
    tiles = np.zeros((batch, side, side, 3), dtype=np.uint8)
    features = extractor.extract(image, labels)
    return {
        "read": 1 / best_seconds(lambda: open_picture(path), N_TRIES),
        "segment": 1 / best_seconds(lambda: segment_tile(image), N_TRIES),
        "network": batch / best_seconds(lambda: extractor.runtime.run(tiles), N_TRIES),
        "classify": 1 / best_seconds(lambda: model.predict(features), N_TRIES),
    }


def describe(report: Report) -> list[str]:
    lines = [f"On {report['device']} with {report['backend']}, {report['n_threads']} threads:"]
    for name in SIDES:
        if name in report:
            found = report[name]
            lines.append(
                f"{name} in {found['precision']}: {found['tiles_per_s']:.1f} tiles/s; "
                f"{REGION_TILES:,} tiles would take {found['hours_for_450000_tiles']:.1f} hours"
            )
            stages = found["stages"]
            lines += table(
                [["alone, tiles/s", *stages], ["", *(f"{value:.0f}" for value in stages.values())]]
            )
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
