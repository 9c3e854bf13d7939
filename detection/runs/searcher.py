"""A run's frozen model at work on one tile after the other. For workers: it loads the heavy libraries."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from detection.runs.errors import WorldChanged
from detection.runs.geometry import area_ha, to_geojson, union_of_superpixels
from detection.runs.models import DetectionRun, TileResult
from detection.training.feature_cache import FeatureCache
from imagery import files
from imagery.models import Tile, TileSegmentation
from imagery.services.prepare_tile import prepare_tile
from imagery.services.segment_tile import ensure_segmentation

if TYPE_CHECKING:
    from ml.bundle import ModelBundle


@dataclass(frozen=True)
class Finding:
    """What a worker saw in one tile: columns of its TileResult, and of its Detection if there is one."""

    state: TileResult.State
    tile_result: dict[str, Any]
    detection: dict[str, Any] | None = None

    @classmethod
    def failed(cls, reason: str, tile: Tile | None = None) -> "Finding":
        return cls(TileResult.State.FAILED, {"failure": reason[:500], "tile": tile})


@dataclass(frozen=True)
class Searcher:
    """Model and extractor, loaded once a worker and chunk."""

    run: DetectionRun
    bundle: "ModelBundle"
    features: FeatureCache
    """Kept, so that a search with the next model looks at no picture twice."""

    def look_at(self, result: TileResult) -> Finding:
        tile = prepare_tile(source=self.run.source, address=result.address)
        if tile.state == Tile.State.NO_IMAGERY:
            return Finding(TileResult.State.NO_IMAGERY, {"tile": tile})
        if tile.state != Tile.State.READY:
            return Finding.failed(tile.failure or _("The picture could not be read."), tile)
        segmentation = ensure_segmentation(tile=tile, settings=self.run.segmentation_settings)
        return self._judge(tile, segmentation, self._probabilities(tile, segmentation))

    def _probabilities(self, tile: Tile, segmentation: TileSegmentation) -> NDArray[np.float32]:
        return np.asarray(self.bundle.predict(self.features.of_tile(segmentation)), dtype=np.float32)

    def _judge(
        self, tile: Tile, segmentation: TileSegmentation, probabilities: NDArray[np.float32]
    ) -> Finding:
        positive = (np.flatnonzero(probabilities >= self.run.threshold) + 1).tolist()
        seen = {
            "tile": tile,
            "n_superpixels": len(probabilities),
            "n_positive": len(positive),
            "max_probability": round(float(probabilities.max(initial=0.0)), 4),
            "probabilities": [round(float(probability), 3) for probability in probabilities],
            "captured_from": tile.captured_from,
            "captured_to": tile.captured_to,
        }
        if len(positive) <= self.run.more_than_positive:
            return Finding(TileResult.State.ANALYSED, seen)
        return Finding(TileResult.State.ANALYSED, seen, self._detection(tile, segmentation, positive, seen))

    def _detection(
        self, tile: Tile, segmentation: TileSegmentation, positive: list[int], seen: dict[str, Any]
    ) -> dict[str, Any]:
        shape = union_of_superpixels(tile.address, files.read_outlines(segmentation), positive)
        west, south, east, north = shape.bounds
        return {
            "geometry": to_geojson(shape),
            "west": west,
            "south": south,
            "east": east,
            "north": north,
            "superpixels": positive,
            "score": seen["max_probability"],
            "area_ha": area_ha(shape),
            "captured_from": tile.captured_from,
            "captured_to": tile.captured_to,
        }


def load_searcher(run: DetectionRun) -> Searcher:
    """The run's model and extractor. Raises `WorldChanged` or `MlError` when what was frozen is gone."""
    from ml.bundle import ModelBundle  # heavy: XGBoost, which the web process never loads
    from ml.features import get_extractor

    _check_the_world(run)
    bundle = ModelBundle.load(files.data_path(run.model_version.folder))
    extractor = get_extractor(run.model_version.extractor)
    bundle.check_extractor(extractor)
    return Searcher(run, bundle, FeatureCache(extractor))


def _check_the_world(run: DetectionRun) -> None:
    if run.source.version != run.source_version:
        raise WorldChanged(
            _(
                "The imagery source was changed after this search began. "
                "Start a new search for the new imagery."
            )
        )
    if run.segmentation_settings.key != run.segmentation_key:
        raise WorldChanged(
            _(
                "This worker cuts superpixels in another way than when the search began. "
                "Retrain and start a new one."
            )
        )
