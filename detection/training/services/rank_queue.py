import logging
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detection.feature_cache import FeatureCache
from detection.training.models import ModelVersion
from imagery import files
from imagery.errors import ImageryError
from imagery.models import TileSegmentation
from labeling.interface import QueuedTile, order_queue, record_predictions, tiles_to_predict
from ml.bundle import ModelBundle
from ml.errors import MlError
from ml.features import get_extractor

logger = logging.getLogger(__name__)

TILES_AT_ONCE = 500
"""Asked of the model between two looks at whether there is a newer one."""


def rank_queue(*, model_version_id: int) -> int:
    """Have people asked first about the waiting tiles that the model is least sure of.

    The whole queue is asked, in the order in which it is served; it is ordered anew after the first tiles and
    at the end. A run that was cut short goes on where it stopped, and one whose model has been followed by
    another leaves the rest to that. Returns how many tiles were judged. One that cannot be read keeps what an
    earlier model said of it.
    """
    version = ModelVersion.objects.select_related("campaign").get(pk=model_version_id)
    bundle = ModelBundle.load(files.data_path(version.folder))
    kept = FeatureCache(get_extractor(version.extractor))
    bundle.check_extractor(kept.extractor)
    waiting, judged = tiles_to_predict(version.campaign, version.number), 0
    for start in range(0, len(waiting), TILES_AT_ONCE):
        if _is_outdated(version):
            break
        predictions = _predict(bundle, kept, waiting[start : start + TILES_AT_ONCE])
        judged += record_predictions(version.campaign, version.number, predictions)
        if start == 0:
            order_queue(campaign=version.campaign)
    if len(waiting) > TILES_AT_ONCE:
        order_queue(campaign=version.campaign)
    return judged


def _is_outdated(version: ModelVersion) -> bool:
    return ModelVersion.objects.filter(campaign=version.campaign, number__gt=version.number).exists()


def _predict(
    bundle: ModelBundle, kept: FeatureCache, queued: Sequence[QueuedTile]
) -> dict[int, NDArray[np.float32]]:
    """Probabilities of each tile's superpixels, by label tile."""
    ids = [tile.segmentation_id for tile in queued]
    segmentations = TileSegmentation.objects.select_related("tile").in_bulk(ids)
    found = {}
    for tile in queued:
        try:
            found[tile.label_tile_id] = bundle.predict(kept.of_tile(segmentations[tile.segmentation_id]))
        except (ImageryError, MlError):
            logger.warning("Tile %s could not be ranked", tile.tile_id, exc_info=True)
    return found
