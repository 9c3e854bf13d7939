"""The outcome of a search for one tile: its columns in the database."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detection.runs.models import DetectionRun, TileResult
from imagery.messages import Words, shortened
from imagery.models import Tile
from imagery.models.tile import MAX_FAILURE
from ml.novelty import count_novel
from ml.rule import positive_numbers

DIGITS = 4


@dataclass(frozen=True)
class Prediction:
    """What the model says about the superpixels 1..n of a tile, each float32 (n,) of 0..1."""

    probabilities: NDArray[np.float32]
    novelty: NDArray[np.float32]


@dataclass(frozen=True)
class TileOutcome:
    """Columns of the TileResult."""

    state: TileResult.State
    tile_result: dict[str, Any]

    @classmethod
    def failed(cls, reason: Words, tile: Tile | None = None) -> "TileOutcome":
        return cls(TileResult.State.FAILED, {"failure_parts": shortened(reason, MAX_FAILURE), "tile": tile})

    @classmethod
    def no_imagery(cls, tile: Tile) -> "TileOutcome":
        return cls(TileResult.State.NO_IMAGERY, {"tile": tile})


def has_positive(run: DetectionRun, prediction: Prediction) -> bool:
    return bool(positive_numbers(_stored(prediction.probabilities), run.threshold))


def judge_tile(run: DetectionRun, tile: Tile, prediction: Prediction) -> TileOutcome:
    """Apply the search's threshold to a tile. Findings are joined from the positive superpixels when the
    chunk is finished."""
    # Judged as they are stored, so that whoever reads them again comes to the same result.
    probabilities = _stored(prediction.probabilities)
    columns: dict[str, Any] = {
        "tile": tile,
        "n_superpixels": len(probabilities),
        "n_positive": len(positive_numbers(probabilities, run.threshold)),
        "n_novel": count_novel(prediction.novelty),
        "max_probability": max(probabilities, default=0.0),
        "probabilities": probabilities,
        "captured_from": tile.captured_from,
        "captured_to": tile.captured_to,
    }
    return TileOutcome(TileResult.State.ANALYSED, columns)


def _stored(probabilities: NDArray[np.float32]) -> list[float]:
    return [round(float(probability), DIGITS) for probability in probabilities]
