"""Speed of applying a new model to the stored features of a region: `python -m benchmarks.rescore`.

Protocol. Features of real or drawn tiles, repeated with a little noise, are written to a feature store. A
model is trained on 1,150 of them with random labels, so that nearly every one becomes a support vector: the
worst case for a model of that size. `superpixels_per_s` includes everything from the file to the probability:
reading, checksum, kernel machine, trees and calibration, on two workers. `stages` are seconds per million
superpixels of each step alone on one core; `novelty` is not a part of rescoring.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.pictures import find_pictures
from benchmarks.report import Report, note, run_benchmark, table
from benchmarks.timing import seconds_of
from ml.bundle import ModelBundle
from ml.classifier import train_classifier
from ml.feature_store import Chunk, FeatureStore, StoreKey
from ml.features import DEFAULT_EXTRACTOR, EXTRACTORS, get_extractor
from ml.pictures import open_picture
from ml.rescore import rescore_store
from ml.segmentation import segment_tile

N_LABELS = 1150
N_WORKERS = 2
CHUNK = 8192
PER_TILE = 30


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rescore", description="Speed of rescoring.")
    parser.add_argument("--superpixels", type=int, default=200_000, metavar="N", help="default 200,000")
    parser.add_argument(
        "--extractor", choices=EXTRACTORS, default=DEFAULT_EXTRACTOR, help=f"default {DEFAULT_EXTRACTOR}"
    )
    return run_benchmark(parser, lambda options: measure(options.superpixels, options.extractor), describe)


def measure(n_superpixels: int, extractor_name: str = DEFAULT_EXTRACTOR) -> Report:
    """Keys: `extractor`, `superpixels_per_s`, `bytes_per_superpixel`, `n_superpixels`, `n_support_vectors`,
    `stages`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        extractor = get_extractor(extractor_name)
        vectors = _describe_tiles(folder, extractor)
        note(f"learning from {N_LABELS} superpixels")
        model = _learn(vectors, extractor)
        store = _fill(folder, vectors, model, n_superpixels)
        started = time.perf_counter()
        n_found = sum(_count(found) for found in rescore_store(store, model, n_workers=N_WORKERS))
        seconds = time.perf_counter() - started
        assert n_found == n_superpixels
        return {
            "extractor": extractor_name,
            "superpixels_per_s": n_superpixels / seconds,
            "bytes_per_superpixel": sum(store.path(chunk).stat().st_size for chunk in store.names())
            / n_superpixels,
            "n_superpixels": n_superpixels,
            "n_features": vectors.shape[1],
            "n_support_vectors": len(model.judge.kernel.vectors),
            "n_workers": N_WORKERS,
            "stages": _time_stages(store, model),
        }


def _count(found: Any) -> int:
    assert found.error is None, found.error
    return len(found.probabilities)


def _describe_tiles(folder: Path, extractor: Any) -> NDArray[np.float32]:
    images = [open_picture(path) for path in find_pictures(folder).paths]
    return np.concatenate([extractor.extract(image, segment_tile(image)) for image in images])


def _repeat(vectors: NDArray[np.float32], n: int, seed: int) -> NDArray[np.float32]:
    noise = np.random.default_rng(seed).normal(1, 0.05, (n, vectors.shape[1]))
    repeated: NDArray[np.float32] = np.resize(vectors, (n, vectors.shape[1])) * noise.astype(np.float32)
    return repeated


def _learn(vectors: NDArray[np.float32], extractor: Any) -> ModelBundle:
    labels = np.random.default_rng(0).random(N_LABELS) < 0.2
    trained = train_classifier(
        _repeat(vectors, N_LABELS, 0),
        labels,
        groups=list(np.arange(N_LABELS) // PER_TILE),
        blocks=extractor.blocks,
    )
    return ModelBundle.from_training(trained, extractor)


def _fill(folder: Path, vectors: NDArray[np.float32], model: ModelBundle, n: int) -> FeatureStore:
    key = StoreKey("benchmark", model.segmentation.key, model.extractor, model.extractor_version)
    store = FeatureStore(folder, key)
    for start in range(0, n, CHUNK):
        rows = _repeat(vectors, min(CHUNK, n - start), start + 1)
        numbers = np.arange(start, start + len(rows))
        quadkeys = np.array([f"{tile:016d}" for tile in numbers // PER_TILE])
        store.write(f"{start:09d}", Chunk(quadkeys, (numbers % PER_TILE + 1).astype(np.int32), rows))
    return store


def _time_stages(store: FeatureStore, model: ModelBundle) -> dict[str, float]:
    from threadpoolctl import threadpool_limits

    name = store.names()[0]
    features = store.read(name).features
    with threadpool_limits(1):
        margins = model.judge.kernel.margins(features)
        model.judge.booster.set_param({"nthread": 1})
        raw = model.judge.scores(features)
        steps: dict[str, Callable[[], object]] = {
            "read": lambda: store.read(name),
            "kernel": lambda: model.judge.kernel.margins(features),
            "trees": lambda: model.judge.booster.inplace_predict(features, base_margin=margins),
            "calibrate": lambda: model.calibration.apply(raw),
            "novelty": lambda: model.novelty(features),
        }
        return {step: 1e6 * seconds_of(work) / len(features) for step, work in steps.items()}


def describe(report: Report) -> list[str]:
    return [
        f"Rescoring: {report['superpixels_per_s']:,.0f} superpixels/s on {report['n_workers']} cores "
        f"({report['n_superpixels']:,} of {report['n_features']} features of {report['extractor']}, "
        f"{report['bytes_per_superpixel']:.0f} bytes each, {report['n_support_vectors']} support vectors)",
        *table(
            [
                ["one core, s a million", *report["stages"]],
                ["", *(f"{s:.1f}" for s in report["stages"].values())],
            ]
        ),
    ]


if __name__ == "__main__":
    raise SystemExit(main())
