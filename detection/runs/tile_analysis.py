"""One tile on its way through the stages of a search, and the errors of a stage."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from django.db import Error as DatabaseError
from numpy.typing import NDArray

from detection.runs.models import TileResult
from detection.runs.tile_outcome import Prediction, TileOutcome
from imagery.errors import DiskFull
from imagery.messages import words_of, words_with_kind
from imagery.models import Tile, TileSegmentation
from imagery.services.prepare_tile import Reading
from imagery.services.segment_tile import Cut
from ml.errors import BundleError, MissingWeights, MlError, UnknownExtractor, UnknownRuntime

logger = logging.getLogger(__name__)

CONCERNS_THE_RUN = (MissingWeights, UnknownExtractor, UnknownRuntime, BundleError, DiskFull)
"""Errors that would hit every tile of the search."""


@dataclass
class TileAnalysis:
    """Results of the stages so far. One stage works on it at a time; once `outcome` is set, later stages skip
    it."""

    result: TileResult
    tile: Tile | None = None
    earlier: Tile | None = None
    """The tile of the search that is repeated; `unchanged` says that the source has the same picture."""
    unchanged: bool = False
    segmentation: TileSegmentation | None = None
    reading: Reading | None = None
    picture: NDArray[np.uint8] | None = None
    cut: Cut | None = None
    vectors: NDArray[np.float32] | None = None
    prediction: Prediction | None = None
    outcome: TileOutcome | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    """What each stage took, by its name in `detection.runs.stages`."""

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        started = time.monotonic()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.monotonic() - started

    @property
    def found_tile(self) -> Tile:
        assert self.tile is not None  # noqa: S101 - the first stage sets it or an outcome
        return self.tile

    @property
    def opened_picture(self) -> NDArray[np.uint8]:
        assert self.picture is not None  # noqa: S101 - the stages before set it or an outcome
        return self.picture

    @property
    def found_prediction(self) -> Prediction:
        assert self.prediction is not None  # noqa: S101 - the stage before sets it or an outcome
        return self.prediction


def guarded(stage: Callable[[TileAnalysis], None]) -> Callable[[TileAnalysis], TileAnalysis]:
    """Turn an error of one tile into its outcome, so that one bad tile never stops the others."""

    def run_stage(analysis: TileAnalysis) -> TileAnalysis:
        if analysis.outcome is not None:
            return analysis
        try:
            stage(analysis)
        except (DatabaseError, *CONCERNS_THE_RUN):
            raise
        except Exception as error:  # anything else concerns this tile only
            logger.warning("Tile %s failed", analysis.result, exc_info=True)
            reason = words_of(error) if isinstance(error, MlError) else words_with_kind(error)
            analysis.outcome = TileOutcome.failed(reason, analysis.tile)
        return analysis

    return run_stage
