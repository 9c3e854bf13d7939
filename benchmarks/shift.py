"""The shift between crops and whole tiles for a model trained on crops: `python -m benchmarks.shift`.

Protocol. A model is trained on crops: real ones if they are on this machine, else crops of drawn tiles.
Each superpixel of other tiles is then described twice: inside its tile, as in a search (`extract` with the
superpixels), and as the crop of its bounding box, as in training (`extract_crop`). `mean_change` and
`largest_change` are differences of the model's probability between the two, `decisions_changed` counts the
superpixels on different sides of the threshold `precise`, and `vector_distance` is the mean distance of the
two vectors relative to the length of the crop's. The tiles are drawn ones and, if available, real ones that
the real crops do not show. `resnet50` uses ImageNet's weights if LANDSCAR_RESNET50_WEIGHTS is set, else
random ones, which reveal only effects of geometry. `ways` compares its single pass over the tile with the
original's resized crops (`way="crops"`), as the rank correlation of the distances of all pairs of
superpixels.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.labeled_crops import CROPS
from benchmarks.pictures import AMBER, SIDE, find_pictures
from benchmarks.random_weights import make_weights
from benchmarks.report import CannotMeasure, Report, note, run_benchmark, table
from ml.bundle import ModelBundle
from ml.classifier import train_classifier
from ml.crops import describe_crops, find_crops
from ml.features import DEFAULT_EXTRACTOR, EXTRACTORS, FeatureExtractor, get_extractor
from ml.pictures import open_picture
from ml.segmentation import segment_tile

TRAINING_KINDS = ("mining", "mining", "forest", "field", "meadow")
FIRST_SEED = 100
EVERY = {"efficientnet": 3, "texture": 3, "resnet50": 6}
"""Only every n-th crop is used for training: more would not change the shift, and describing them is slow."""
Picture = NDArray[np.uint8]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.shift", description="From crops to tiles.")
    parser.add_argument(
        "--extractor",
        nargs="+",
        choices=EXTRACTORS,
        default=[DEFAULT_EXTRACTOR],
        help=f"default {DEFAULT_EXTRACTOR}",
    )
    return run_benchmark(parser, lambda options: measure(options.extractor), describe)


def measure(names: Sequence[str]) -> Report:
    """Keys: for each extractor `drawn` and, if there are real tiles, `real`, each with the keys above;
    `resnet50` also has `weights` and `ways`."""
    if "resnet50" in names and importlib.util.find_spec("keras") is None:
        raise CannotMeasure("resnet50 needs keras, which is not installed.")
    report: Report = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tiles = {"drawn": find_pictures(folder, folder).paths}
        if (AMBER / "tiles").is_dir():
            tiles["real"] = find_pictures(folder).paths
        pictures = {origin: [open_picture(path) for path in paths] for origin, paths in tiles.items()}
        for extractor in names:
            report[extractor] = _measure(extractor, pictures, folder)
    return report


def _measure(name: str, pictures: dict[str, list[Picture]], folder: Path) -> Report:
    note(f"training {name} on crops")
    if name != "resnet50":
        extractor = get_extractor(name)
        return _shifts(extractor, _learn(extractor, EVERY[name]), pictures)
    chosen, origin = _weights(folder)
    extractor = get_extractor(name, **chosen)
    found = _shifts(extractor, _learn(extractor, EVERY[name]), pictures)
    tile = pictures.get("real", pictures["drawn"])[0]
    ways = _compare_ways(extractor, get_extractor(name, **chosen, way="crops"), tile)
    return {**found, "weights": origin, "ways": ways}


def _weights(folder: Path) -> tuple[dict[str, Any], str]:
    if os.environ.get("LANDSCAR_RESNET50_WEIGHTS"):
        return {}, "ImageNet"
    path = folder / "random.weights.h5"
    return {"weights": path, "sha256": make_weights(path)}, "random"


def _learn(extractor: FeatureExtractor, every: int) -> ModelBundle:
    if CROPS.is_dir():
        crops = find_crops(CROPS / "positive", CROPS / "negative")[::every]
        described = describe_crops(crops, extractor)
        features, labels, groups = described.features, described.labels, described.tiles
    else:
        features, labels, groups = _drawn_crops(extractor)
    return ModelBundle.from_training(
        train_classifier(features, labels, groups=groups, blocks=extractor.blocks), extractor
    )


def _drawn_crops(
    extractor: FeatureExtractor,
) -> tuple[NDArray[np.float32], NDArray[np.bool_], list[str]]:
    from demo.landscape.patch import draw_patch

    rows, labels, groups = [], [], []
    for number, kind in enumerate(TRAINING_KINDS):
        picture = draw_patch(SIDE, FIRST_SEED + number, kind)
        for crop in _boxes(picture, segment_tile(picture)):
            rows.append(extractor.extract_crop(crop))
            labels.append(kind == "mining")
            groups.append(f"{kind}-{number}-{len(rows) % 4}")
    return np.stack(rows), np.array(labels), groups


def _boxes(picture: Picture, labels: NDArray[np.int32]) -> list[Picture]:
    from scipy.ndimage import find_objects

    return [picture[box] for box in find_objects(labels) if box is not None]


def _shifts(
    extractor: FeatureExtractor, model: ModelBundle, pictures: dict[str, list[Picture]]
) -> dict[str, Any]:
    return {origin: measure_shift(extractor, model, tiles) for origin, tiles in pictures.items()}


def measure_shift(
    extractor: FeatureExtractor, model: ModelBundle, tiles: Sequence[Picture]
) -> dict[str, float]:
    """Compare every superpixel inside its tile with the crop of its box."""
    inside, alone = [], []
    for tile in tiles:
        labels = segment_tile(tile)
        inside.append(extractor.extract(tile, labels))
        alone += [extractor.extract_crop(crop) for crop in _boxes(tile, labels)]
    in_tile, in_crop = np.concatenate(inside), np.stack(alone)
    before, after = model.predict(in_crop), model.predict(in_tile)
    threshold = model.threshold("precise")
    change = np.abs(after - before)
    distance = np.linalg.norm(in_tile - in_crop, axis=1) / np.linalg.norm(in_crop, axis=1)
    return {
        "n_superpixels": len(change),
        "mean_change": float(change.mean()),
        "largest_change": float(change.max()),
        "decisions_changed": int(((before >= threshold) != (after >= threshold)).sum()),
        "vector_distance": float(distance.mean()),
    }


def _compare_ways(whole: FeatureExtractor, crops: FeatureExtractor, tile: Picture) -> dict[str, float]:
    from scipy.stats import spearmanr

    labels = segment_tile(tile)
    alike = [_distances(extractor.extract(tile, labels)) for extractor in (whole, crops)]
    return {"n_pairs": len(alike[0]), "rank_correlation": float(spearmanr(*alike).statistic)}


def _distances(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    from scipy.spatial.distance import pdist

    return np.asarray(pdist(vectors))


def describe(report: Report) -> list[str]:
    rows = [["", "superpixels", "mean |dp|", "largest", "decisions changed", "vector distance"]]
    for name in EXTRACTORS:
        for origin in ("drawn", "real"):
            found = report.get(name, {})
            if origin in found:
                rows.append(_row(f"{name}, {origin} tiles", found[origin]))
    lines = table(rows)
    if "resnet50" in report:
        found = report["resnet50"]
        lines.append(
            f"resnet50 with {found['weights']} weights; the rank correlation between one pass and "
            f"the original's crops is {found['ways']['rank_correlation']:.2f} over "
            f"{found['ways']['n_pairs']} pairs of superpixels"
        )
    return lines


def _row(name: str, found: dict[str, float]) -> list[str]:
    return [
        name,
        f"{found['n_superpixels']}",
        f"{found['mean_change']:.3f}",
        f"{found['largest_change']:.3f}",
        f"{found['decisions_changed']}",
        f"{found['vector_distance']:.3f}",
    ]


if __name__ == "__main__":
    raise SystemExit(main())
