"""The loss of accuracy from storing features in about 256 bytes: `python -m benchmarks.compact`.

Protocol. The folds of `benchmarks.accuracy`, without variants. Each fold's model is trained on exact
features, as in production, and classifies its fold twice at the same threshold: from exact features, and
from a compact feature store that contains the set, repeated to the size of a usual chunk, as one chunk. Its
directions are then fitted to 805 superpixels, which is slightly easier than fitting thousands.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.labeled_crops import load_crops
from benchmarks.report import Report, note, run_benchmark
from ml.classifier import train_classifier
from ml.crops import DescribedCrops
from ml.evaluation import grouped_folds, score
from ml.feature_store import Chunk, FeatureStore, StoreKey

PER_TILE = 30
TILES_PER_CHUNK = 256


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compact", description="The compact form.")
    return run_benchmark(parser, lambda options: measure(load_crops()), describe)


def measure(crops: DescribedCrops) -> Report:
    """Keys: `f1_exact`, `f1_compact`, `f1_change`, `largest_change` of a probability, `n_decisions_changed`,
    `bytes_per_superpixel` and `bytes_per_superpixel_float16` in chunks of a usual size."""
    labels, tiles = crops.labels, np.asarray(crops.tiles)
    exact, stored = crops.features, _through_the_store(crops.features)
    probabilities, decisions = np.zeros((2, len(labels))), np.zeros((2, len(labels)), dtype=bool)
    for number, (learn, judge) in enumerate(grouped_folds(labels, tiles)):
        note(f"fold {number + 1}")
        trained = train_classifier(
            exact[learn], labels[learn], groups=list(tiles[learn]), blocks=crops.blocks
        )
        for form, features in enumerate((exact, stored)):
            probabilities[form, judge] = trained.predict(features[judge])
        decisions[:, judge] = probabilities[:, judge] >= trained.thresholds.balanced
    f1_exact, f1_compact = (score(probabilities[form], labels, decisions[form]).f1 for form in (0, 1))
    return {
        "f1_exact": f1_exact,
        "f1_compact": f1_compact,
        "f1_change": f1_compact - f1_exact,
        "largest_change": float(np.abs(probabilities[1] - probabilities[0]).max()),
        "n_decisions_changed": int((decisions[0] != decisions[1]).sum()),
        "bytes_per_superpixel": _bytes_per_superpixel(exact, compact=True),
        "bytes_per_superpixel_float16": _bytes_per_superpixel(exact, compact=False),
    }


def _through_the_store(features: NDArray[np.float32]) -> NDArray[np.float32]:
    with tempfile.TemporaryDirectory() as folder:
        store = _store(folder, compact=True)
        store.write("all", _chunk(_as_usual_chunk(features)))
        return store.read("all").features[: len(features)]


def _as_usual_chunk(features: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.resize(features, (PER_TILE * TILES_PER_CHUNK, features.shape[1]))


def _bytes_per_superpixel(features: NDArray[np.float32], *, compact: bool) -> float:
    rows = _as_usual_chunk(features)
    with tempfile.TemporaryDirectory() as folder:
        return _store(folder, compact=compact).write("chunk", _chunk(rows)).stat().st_size / len(rows)


def _store(folder: str, *, compact: bool) -> FeatureStore:
    return FeatureStore(Path(folder), StoreKey("benchmark", "any", "texture", "any"), compact=compact)


def _chunk(features: NDArray[np.float32]) -> Chunk:
    numbers = np.arange(len(features))
    quadkeys = np.array([f"{tile:016d}" for tile in numbers // PER_TILE])
    return Chunk(quadkeys, (numbers % PER_TILE + 1).astype(np.int32), features)


def describe(report: Report) -> list[str]:
    return [
        f"Compact features: {report['bytes_per_superpixel']:.0f} bytes per superpixel instead of "
        f"{report['bytes_per_superpixel_float16']:.0f}; F1 {report['f1_exact']:.3f} becomes "
        f"{report['f1_compact']:.3f}, {report['n_decisions_changed']} decisions change, and no "
        f"probability by more than {report['largest_change']:.3f}"
    ]


if __name__ == "__main__":
    raise SystemExit(main())
