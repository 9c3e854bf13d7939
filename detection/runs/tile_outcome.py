"""The outcome of a search for one tile: its columns in the database."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detection.feature_cache import rows_with_data
from detection.runs.models import DetectionRun, TileResult
from imagery import files
from imagery.messages import Words, shortened
from imagery.models import Tile, TileSegmentation
from imagery.models.tile import MAX_FAILURE
from ml.geometry import area_ha, to_geojson, union_of_superpixels
from ml.novelty import count_novel
from ml.rule import is_tile_positive


@dataclass(frozen=True)
class Prediction:
    """What the model says about the superpixels 1..n of a tile, each float32 (n,) of 0..1."""

    probabilities: NDArray[np.float32]
    novelty: NDArray[np.float32]

    def by_number(self, rows: NDArray[np.intp]) -> list[float | None]:
        """Probabilities of superpixels 1..n, rounded to 3 decimals; None for those not among `rows`."""
        found: list[float | None] = [None] * len(self.probabilities)
        for row in rows:
            found[row] = round(float(self.probabilities[row]), 3)
        return found


@dataclass(frozen=True)
class TileOutcome:
    """Columns of the TileResult, and of the Detection where the tile is positive."""

    state: TileResult.State
    tile_result: dict[str, Any]
    detection: dict[str, Any] | None = None

    @classmethod
    def failed(cls, reason: Words, tile: Tile | None = None) -> "TileOutcome":
        return cls(TileResult.State.FAILED, {"failure_parts": shortened(reason, MAX_FAILURE), "tile": tile})

    @classmethod
    def no_imagery(cls, tile: Tile) -> "TileOutcome":
        return cls(TileResult.State.NO_IMAGERY, {"tile": tile})


def is_positive(run: DetectionRun, probabilities: NDArray[np.float32]) -> bool:
    return is_tile_positive(probabilities, run.threshold, run.min_positive_superpixels)


def rows_to_judge(segmentation: TileSegmentation | None, prediction: Prediction) -> NDArray[np.intp]:
    return np.arange(len(prediction.probabilities)) if segmentation is None else rows_with_data(segmentation)


def judge_tile(
    run: DetectionRun,
    tile: Tile,
    segmentation: TileSegmentation | None,
    prediction: Prediction,
) -> TileOutcome:
    """Apply the search's threshold and rule to the superpixels of a tile that have data; without any it has
    no imagery. Only a tile with a mask needs its segmentation, and a positive one, whose outlines become the
    finding."""
    rows = rows_to_judge(segmentation, prediction)
    if not len(rows):
        return TileOutcome.no_imagery(tile)
    probabilities = prediction.probabilities[rows]
    positive = (rows[probabilities >= run.threshold] + 1).tolist()
    columns: dict[str, Any] = {
        "tile": tile,
        "n_superpixels": len(probabilities),
        "n_positive": len(positive),
        "n_novel": count_novel(prediction.novelty[rows]),
        "max_probability": round(float(probabilities.max(initial=0.0)), 4),
        "probabilities": prediction.by_number(rows),
        "captured_from": tile.captured_from,
        "captured_to": tile.captured_to,
    }
    if segmentation is None or not is_positive(run, probabilities):
        return TileOutcome(TileResult.State.ANALYSED, columns)
    detection = finding_on(tile, segmentation, positive, columns["max_probability"])
    return TileOutcome(TileResult.State.ANALYSED, columns, detection)


def finding_on(
    tile: Tile, segmentation: TileSegmentation, positive: list[int], score: float
) -> dict[str, Any]:
    """Columns of the finding that these superpixels are."""
    shape = union_of_superpixels(tile.address, files.read_outlines(segmentation), positive)
    west, south, east, north = shape.bounds
    return {
        "geometry": to_geojson(shape),
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "superpixels": positive,
        "score": score,
        "area_ha": area_ha(shape),
        "captured_from": tile.captured_from,
        "captured_to": tile.captured_to,
    }
