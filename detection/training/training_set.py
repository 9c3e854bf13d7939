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
from ml.evaluation import block_of_tile, region_of_crop
from ml.feature_store import Vectors
from ml.pipeline import in_order, one_thread_each
from ml.tiles import Tile


@dataclass
class Table:
    """One row per labelled superpixel, and its variants in other light, which only training uses."""

    features: list[Vectors] = field(default_factory=list)
    variants: list[Vectors] = field(default_factory=list)
    probabilities: list[float] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    land: list[str] = field(default_factory=list)
    """Block of land of each row: what lies in one block is never on both sides of a fold."""

    def add_tile(self, tile: TileExamples, address: Tile, vectors: Vectors, variants: Vectors) -> None:
        """`vectors` has a row for every superpixel of the tile, `variants` for the labelled ones only.
        Superpixels of weight 0 are left out."""
        counted = np.flatnonzero(np.asarray(tile.weights) > 0)
        self.features.append(vectors[np.asarray(tile.numbers)[counted] - 1])
        self.variants.append(variants[counted])
        self.probabilities += [tile.probabilities[row] for row in counted]
        self.weights += [tile.weights[row] for row in counted]
        self.groups += [tile.group] * len(counted)
        self.land += [block_of_tile(address)] * len(counted)

    def add_crop(self, crop: CropExample, vectors: Vectors) -> None:
        # Row 0 is the crop itself, the other rows are its variants.
        self.features.append(vectors[:1])
        self.variants.append(vectors[np.newaxis, 1:])
        self.probabilities.append(crop.probability)
        self.weights.append(1.0)
        self.groups.append(crop.group)
        self.land.append(region_of_crop(crop.group))


def build_table(examples: TrainingExamples, features: FeatureCache, progress: Callable[[int], None]) -> Table:
    table = Table()
    ids = [tile.segmentation_id for tile in examples.tiles]
    segmentations = TileSegmentation.objects.select_related("tile__source").in_bulk(ids)

    def describe(tile: TileExamples) -> tuple[Vectors, Vectors]:
        segmentation = segmentations[tile.segmentation_id]
        return features.of_tile(segmentation), features.variants_of_tile(segmentation, tile.numbers)

    depth = settings.SEARCH_THREADS + 1
    with one_thread_each(), ThreadPoolExecutor(settings.SEARCH_THREADS) as workers:
        tiles = zip(examples.tiles, in_order(workers, describe, examples.tiles, depth), strict=True)
        for done, (tile, (vectors, variants)) in enumerate(tiles, start=1):
            address = segmentations[tile.segmentation_id].tile.address
            table.add_tile(tile, address, vectors, variants)
            progress(done)
        paths = [crop.path for crop in examples.crops]
        crops = zip(examples.crops, in_order(workers, features.of_crop, paths, depth), strict=True)
        for done, (crop, vectors) in enumerate(crops, start=len(examples.tiles) + 1):
            table.add_crop(crop, vectors)
            progress(done)
    return table


def freeze(examples: TrainingExamples) -> tuple[bytes, str]:
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
