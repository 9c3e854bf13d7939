"""The outcome of a search for one tile: its columns in the database."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detection.feature_cache import rows_with_data
from detection.runs.failures import reason_of
from detection.runs.models import DetectionRun, TileResult
from imagery.messages import Words, shortened
from imagery.models import Tile, TileSegmentation
from imagery.models.tile import MAX_FAILURE
from ml.novelty import count_novel
from ml.rule import positive_numbers

DIGITS = 4


@dataclass(frozen=True)
class Prediction:
    """What the model says about the superpixels 1..n of a tile, each float32 (n,) of 0..1."""

    probabilities: NDArray[np.float32]
    novelty: NDArray[np.float32]

    def by_number(self, rows: NDArray[np.intp]) -> list[float | None]:
        """Probabilities of superpixels 1..n, rounded to 4 decimals; None for those not among `rows`."""
        found: list[float | None] = [None] * len(self.probabilities)
        for row in rows:
            found[row] = round(float(self.probabilities[row]), DIGITS)
        return found


@dataclass(frozen=True)
class TileOutcome:
    """Columns of the TileResult."""

    state: TileResult.State
    tile_result: dict[str, Any]

    @classmethod
    def failed(cls, reason: Words, tile: Tile | None = None) -> "TileOutcome":
        words = shortened(reason, MAX_FAILURE)
        columns = {"failure_parts": words, "reason": reason_of(words), "acceptance": None, "tile": tile}
        return cls(TileResult.State.FAILED, columns)

    @classmethod
    def no_imagery(cls, tile: Tile) -> "TileOutcome":
        return cls(TileResult.State.NO_IMAGERY, {"tile": tile})


def has_positive(run: DetectionRun, segmentation: TileSegmentation | None, prediction: Prediction) -> bool:
    judged = prediction.by_number(rows_to_judge(segmentation, prediction))
    return bool(positive_numbers(judged, run.threshold))


def rows_to_judge(segmentation: TileSegmentation | None, prediction: Prediction) -> NDArray[np.intp]:
    return np.arange(len(prediction.probabilities)) if segmentation is None else rows_with_data(segmentation)


def judge_tile(
    run: DetectionRun, tile: Tile, segmentation: TileSegmentation | None, prediction: Prediction
) -> TileOutcome:
    """Apply the search's threshold to the superpixels of a tile that have data; without any it has no
    imagery. Only a tile with a mask needs its segmentation. Findings are joined from the positive superpixels
    when the chunk is finished."""
    rows = rows_to_judge(segmentation, prediction)
    if not len(rows):
        return TileOutcome.no_imagery(tile)
    # Judged as they are stored, so that whoever reads them again comes to the same result.
    probabilities = prediction.by_number(rows)
    columns: dict[str, Any] = {
        "tile": tile,
        "n_superpixels": len(rows),
        "n_positive": len(positive_numbers(probabilities, run.threshold)),
        "n_novel": count_novel(prediction.novelty[rows]),
        "max_probability": max(found for found in probabilities if found is not None),
        "probabilities": probabilities,
        "captured_from": tile.captured_from,
        "captured_to": tile.captured_to,
    }
    return TileOutcome(TileResult.State.ANALYSED, columns)
