import logging

import numpy as np

from detection.kept_features import KeptFeatures
from detection.training.models import ModelVersion
from imagery import files
from imagery.errors import ImageryError
from imagery.models import TileSegmentation
from labeling.interface import label_queue_tiles, record_uncertainty
from ml.errors import MlError

logger = logging.getLogger(__name__)

MOST_TILES = 500
"""Ranked after a retraining: more than a room of volunteers answers before the next one."""


def rank_queue(*, model_version_id: int) -> int:
    """Have people asked first about the waiting tiles that the model is least sure of.

    Returns how many were ranked. A tile that cannot be read keeps its place.
    """
    from ml.bundle import ModelBundle  # heavy: XGBoost, which the web process never loads
    from ml.features import get_extractor

    version = ModelVersion.objects.select_related("campaign").get(pk=model_version_id)
    bundle = ModelBundle.load(files.data_path(version.folder))
    kept = KeptFeatures(get_extractor(version.extractor))
    bundle.check_extractor(kept.extractor)
    waiting = label_queue_tiles(version.campaign)[:MOST_TILES]
    segmentations = TileSegmentation.objects.select_related("tile").in_bulk(
        [tile.segmentation_id for tile in waiting]
    )
    uncertainties: dict[int, float] = {}
    for queued in waiting:
        try:
            features = kept.of_tile(segmentations[queued.segmentation_id])
        except (ImageryError, MlError):
            logger.warning("Tile %s could not be ranked", queued.tile_id, exc_info=True)
            continue
        probabilities = bundle.predict(features)
        uncertainties[queued.label_tile_id] = float(np.max(1 - np.abs(2 * probabilities - 1)))
    return record_uncertainty(version.campaign, uncertainties)
