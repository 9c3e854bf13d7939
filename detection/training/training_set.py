"""The training set of one model: frozen as JSON, and as the arrays that the classifier learns from."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from detection.training.feature_cache import FeatureCache, Vectors
from imagery import files
from imagery.models import TileSegmentation
from labeling.interface import CropExample, TileExamples, TrainingExamples

FILE = "training-set.json"


@dataclass
class Table:
    """One row a labelled superpixel."""

    features: list[Vectors] = field(default_factory=list)
    probabilities: list[float] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    def add_tile(self, tile: TileExamples, vectors: Vectors) -> None:
        self.features.append(vectors[np.asarray(tile.numbers) - 1])
        self.probabilities += tile.probabilities
        self.weights += tile.weights
        self.groups += [tile.group] * len(tile.numbers)

    def add_crop(self, crop: CropExample, vector: Vectors) -> None:
        self.features.append(vector[np.newaxis])
        self.probabilities.append(crop.probability)
        self.weights.append(1.0)
        self.groups.append(crop.group)


def build_table(examples: TrainingExamples, cache: FeatureCache, progress: Callable[[int], None]) -> Table:
    """Features of every example, tile by tile; `progress` is told how many tiles and crops are done."""
    table = Table()
    wanted = [tile.segmentation_id for tile in examples.tiles]
    segmentations = TileSegmentation.objects.select_related("tile").in_bulk(wanted)
    for done, tile in enumerate(examples.tiles, start=1):
        table.add_tile(tile, cache.of_tile(segmentations[tile.segmentation_id]))
        progress(done)
    for done, crop in enumerate(examples.crops, start=len(examples.tiles) + 1):
        table.add_crop(crop, cache.of_crop(crop.path))
        progress(done)
    return table


def freeze(examples: TrainingExamples) -> tuple[bytes, str]:
    """The examples as JSON that can be followed back to votes and pixels, and its SHA-256."""
    ids = [tile.segmentation_id for tile in examples.tiles]
    segmentations = TileSegmentation.objects.select_related("tile__source").in_bulk(ids)
    frozen = {
        "tiles": [_frozen_tile(tile, segmentations[tile.segmentation_id]) for tile in examples.tiles],
        "crops": [_frozen_crop(crop) for crop in examples.crops],
    }
    content = json.dumps(frozen, sort_keys=True, separators=(",", ":")).encode()
    return content, hashlib.sha256(content).hexdigest()


def _frozen_tile(examples: TileExamples, segmentation: TileSegmentation) -> dict[str, Any]:
    tile = segmentation.tile
    return {
        "z": tile.z,
        "x": tile.x,
        "y": tile.y,
        "source": tile.source.slug,
        "source_version": tile.source_version,
        "picture_sha256": tile.sha256,
        "segmentation": segmentation.settings_key,
        "group": examples.group,
        "numbers": examples.numbers,
        "probabilities": examples.probabilities,
        "weights": examples.weights,
    }


def _frozen_crop(crop: CropExample) -> dict[str, Any]:
    sha256 = hashlib.sha256(files.read_stored(crop.path)).hexdigest()
    return {**asdict(crop), "picture_sha256": sha256}
