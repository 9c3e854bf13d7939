"""The training set of one model: frozen as JSON, and as the arrays that the classifier learns from."""

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from django.conf import settings

from detection.feature_cache import FeatureCache
from imagery import files
from imagery.models import TileSegmentation
from labeling.interface import CropExample, TileExamples, TrainingExamples
from ml.feature_store import Vectors
from ml.pipeline import in_order, one_thread_each

FILE = "training-set.json"


@dataclass
class Table:
    """One row a labelled superpixel, and its variants in other light, which are learnt from alone."""

    features: list[Vectors] = field(default_factory=list)
    variants: list[Vectors] = field(default_factory=list)
    probabilities: list[float] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    def add_tile(self, tile: TileExamples, vectors: Vectors, variants: Vectors) -> None:
        """`vectors` are of all superpixels of the tile, `variants` of the labelled ones. Consensus' weights
        become the classifier's; what weighs nothing is left out."""
        counted = np.flatnonzero(np.asarray(tile.weights) > 0)
        self.features.append(vectors[np.asarray(tile.numbers)[counted] - 1])
        self.variants.append(variants[counted])
        self.probabilities += [tile.probabilities[place] for place in counted]
        self.weights += [tile.weights[place] for place in counted]
        self.groups += [tile.group] * len(counted)

    def add_crop(self, crop: CropExample, vectors: Vectors) -> None:
        """`vectors` are its own and its variants'."""
        self.features.append(vectors[:1])
        self.variants.append(vectors[np.newaxis, 1:])
        self.probabilities.append(crop.probability)
        self.weights.append(1.0)
        self.groups.append(crop.group)


def build_table(examples: TrainingExamples, kept: FeatureCache, progress: Callable[[int], None]) -> Table:
    """Features of every example, several at a time and in their order; `progress` is told how many tiles and
    crops are done."""
    table = Table()
    wanted = [tile.segmentation_id for tile in examples.tiles]
    segmentations = TileSegmentation.objects.select_related("tile").in_bulk(wanted)

    def describe(tile: TileExamples) -> tuple[Vectors, Vectors]:
        segmentation = segmentations[tile.segmentation_id]
        return kept.of_tile(segmentation), kept.variants_of_tile(segmentation, tile.numbers)

    depth = settings.SEARCH_THREADS + 1
    with one_thread_each(), ThreadPoolExecutor(settings.SEARCH_THREADS) as workers:
        tiles = zip(examples.tiles, in_order(workers, describe, examples.tiles, depth), strict=True)
        for done, (tile, (vectors, variants)) in enumerate(tiles, start=1):
            table.add_tile(tile, vectors, variants)
            progress(done)
        paths = [crop.path for crop in examples.crops]
        crops = zip(examples.crops, in_order(workers, kept.of_crop, paths, depth), strict=True)
        for done, (crop, found) in enumerate(crops, start=len(examples.tiles) + 1):
            table.add_crop(crop, found)
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
