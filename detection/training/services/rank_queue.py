import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from detection.feature_cache import FeatureCache
from detection.training.bundles import load_bundle
from detection.training.models import ModelVersion
from imagery.errors import ImageryError
from imagery.models import TileSegmentation
from labeling.interface import (
    QueuedTile,
    TilePrediction,
    order_queue,
    record_predictions,
    tiles_to_predict,
)
from ml.errors import MlError
from ml.novelty import novel_share

if TYPE_CHECKING:
    from ml.bundle import ModelBundle

logger = logging.getLogger(__name__)

TILES_PER_BATCH = 500
"""Number of tiles that the model judges before checking whether there is a newer model."""


def rank_queue(*, model_version_id: int) -> int:
    """Move the queued tiles that the model is least sure of to the front. Returns how many tiles it judged.

    The model judges the whole queue in its present order; the queue is reordered after the first batch and at
    the end. After an interruption it continues where it stopped, and it ends early when there is a newer
    model. A tile that cannot be read keeps the prediction of an earlier model.
    """
    version = ModelVersion.objects.select_related("campaign").get(pk=model_version_id)
    bundle, extractor = load_bundle(version)
    features = FeatureCache(extractor)
    waiting, judged = tiles_to_predict(version.campaign, version.number), 0
    for start in range(0, len(waiting), TILES_PER_BATCH):
        if _is_outdated(version):
            break
        predictions = _predict(bundle, features, waiting[start : start + TILES_PER_BATCH])
        judged += record_predictions(version.campaign, version.number, predictions)
        if start == 0:
            order_queue(campaign=version.campaign)
    if len(waiting) > TILES_PER_BATCH:
        order_queue(campaign=version.campaign)
    return judged


def _is_outdated(version: ModelVersion) -> bool:
    return ModelVersion.objects.filter(campaign=version.campaign, number__gt=version.number).exists()


def _predict(
    bundle: "ModelBundle", features: FeatureCache, queued: Sequence[QueuedTile]
) -> dict[int, TilePrediction]:
    ids = [tile.segmentation_id for tile in queued]
    segmentations = TileSegmentation.objects.select_related("tile__source").in_bulk(ids)
    predictions = {}
    for tile in queued:
        try:
            vectors = features.of_superpixels_with_data(segmentations[tile.segmentation_id])
            predictions[tile.label_tile_id] = TilePrediction(
                bundle.predict(vectors), novel_share(bundle.novelty(vectors))
            )
        except (ImageryError, MlError):
            logger.warning("Tile %s could not be judged", tile.tile_id, exc_info=True)
    return predictions
