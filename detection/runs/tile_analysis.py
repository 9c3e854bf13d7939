"""One tile on its way through the stages of a search."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from django.db import Error as DatabaseError
from numpy.typing import NDArray

from detection.runs.models import TileResult
from detection.runs.tile_outcome import TileOutcome
from imagery.messages import words_of, words_with_kind
from imagery.models import Tile, TileSegmentation
from imagery.services.prepare_tile import Reading
from ml.errors import BundleError, MissingWeights, MlError, UnknownExtractor, UnknownRuntime

logger = logging.getLogger(__name__)

CONCERNS_THE_RUN = (MissingWeights, UnknownExtractor, UnknownRuntime, BundleError)
"""What would fail every other tile alike."""


@dataclass
class TileAnalysis:
    """What the stages have found out so far; one stage holds it at a time. With `finding` it is over."""

    result: TileResult
    tile: Tile | None = None
    segmentation: TileSegmentation | None = None
    reading: Reading | None = None
    picture: NDArray[np.uint8] | None = None
    vectors: NDArray[np.float32] | None = None
    probabilities: NDArray[np.float32] | None = None
    outcome: TileOutcome | None = None

    @property
    def placed(self) -> Tile:
        assert self.tile is not None  # noqa: S101 - the first stage sets it or ends the look
        return self.tile

    @property
    def opened(self) -> NDArray[np.uint8]:
        assert self.picture is not None  # noqa: S101 - the stages before set it or end the look
        return self.picture

    @property
    def judged(self) -> NDArray[np.float32]:
        assert self.probabilities is not None  # noqa: S101 - the stage before sets it or ends the look
        return self.probabilities


def guarded(stage: Callable[[TileAnalysis], None]) -> Callable[[TileAnalysis], TileAnalysis]:
    """One bad tile never stops the rest: the reason ends its own look, and is kept with it."""

    def work(analysis: TileAnalysis) -> TileAnalysis:
        if analysis.outcome is not None:
            return analysis
        try:
            stage(analysis)
        except (DatabaseError, *CONCERNS_THE_RUN):
            raise
        except Exception as error:  # whatever else happens belongs to this tile alone
            logger.warning("Tile %s failed", analysis.result, exc_info=True)
            reason = words_of(error) if isinstance(error, MlError) else words_with_kind(error)
            analysis.outcome = TileOutcome.failed(reason, analysis.tile)
        return analysis

    return work
