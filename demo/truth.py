"""How well the search found what was drawn."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campaigns.models import Campaign
from demo.landscape import DemoRegion, truth_for_superpixels
from detection.runs.models import DetectionRun, TileResult
from imagery import files
from imagery.models import TileSegmentation
from labeling.models import LabelTile

MINING_SHARE = 0.3
"""A superpixel counts as mining when at least this share of it was drawn as mining."""


@dataclass(frozen=True)
class Confusion:
    true_positives: int = 0
    false_positives: int = 0
    false_negatives: int = 0

    @property
    def precision(self) -> float:
        found = self.true_positives + self.false_positives
        return self.true_positives / found if found else 0.0

    @property
    def recall(self) -> float:
        present = self.true_positives + self.false_negatives
        return self.true_positives / present if present else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @classmethod
    def count(cls, predicted: NDArray[np.bool_], truth: NDArray[np.bool_]) -> "Confusion":
        return cls(
            int((predicted & truth).sum()), int((predicted & ~truth).sum()), int((~predicted & truth).sum())
        )

    def __add__(self, other: "Confusion") -> "Confusion":
        return Confusion(
            self.true_positives + other.true_positives,
            self.false_positives + other.false_positives,
            self.false_negatives + other.false_negatives,
        )


@dataclass(frozen=True)
class SearchQuality:
    """Measured on tiles without labels, which the model cannot have memorised."""

    n_tiles: int
    superpixels: Confusion
    tiles: Confusion


def is_mining(region: DemoRegion, segmentation: TileSegmentation) -> NDArray[np.bool_]:
    """Whether each superpixel was drawn as mining: (n,), superpixel 1 first."""
    tile = segmentation.tile
    labels = files.read_labels(segmentation)
    return np.asarray(truth_for_superpixels(region, (tile.z, tile.x, tile.y), labels) >= MINING_SHARE)


def measure_search(run: DetectionRun, region: DemoRegion, campaign: Campaign) -> SearchQuality:
    labelled = LabelTile.objects.filter(campaign=campaign, n_answers__gt=0).values("tile_id")
    superpixels, tiles, n_tiles = Confusion(), Confusion(), 0
    analysed = run.tile_results.filter(state=TileResult.State.ANALYSED).select_related("tile")
    for result in analysed.exclude(tile_id__in=labelled):
        truth = is_mining(region, segmentation_of(result, run))
        predicted = np.asarray(result.probabilities) >= run.threshold
        superpixels += Confusion.count(predicted, truth)
        verdict = np.array([result.n_positive >= run.min_positive_superpixels])
        tiles += Confusion.count(verdict, np.array([truth.sum() >= run.min_positive_superpixels]))
        n_tiles += 1
    return SearchQuality(n_tiles, superpixels, tiles)


def segmentation_of(result: TileResult, run: DetectionRun) -> TileSegmentation:
    segmentations = TileSegmentation.objects.select_related("tile")
    return segmentations.get(tile=result.tile, settings_key=run.segmentation_key)
