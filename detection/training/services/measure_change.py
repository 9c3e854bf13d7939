import logging
from typing import TYPE_CHECKING

import numpy as np

from detection.feature_cache import FeatureCache
from detection.training.bundles import load_bundle
from detection.training.models import LearningPoint, ModelVersion
from imagery.errors import ImageryError
from imagery.models import TileSegmentation
from labeling.interface import sample_tiles
from ml.errors import MlError

if TYPE_CHECKING:
    from ml.bundle import ModelBundle

logger = logging.getLogger(__name__)

SAMPLE_SIZE = 60
"""Number of tiles: some 1,800 superpixels, enough to notice a change of one decision in a hundred."""
Change = dict[str, float | int | None]
NO_COMPARISON: Change = {"n_sample": 0, "changed": None, "kappa": None}


def measure_change(*, model_version_id: int) -> LearningPoint:
    """Compare a model with the one before it on a fixed sample of tiles, after Bloodgood and Vijay-Shanker,
    "A Method for Stopping Active Learning Based on Stabilizing Predictions", 2009."""
    version = ModelVersion.objects.select_related("campaign").get(pk=model_version_id)
    comparable = ModelVersion.objects.filter(
        campaign=version.campaign,
        extractor=version.extractor,
        extractor_version=version.extractor_version,
        number__lt=version.number,
    )
    previous = comparable.newest()
    change = NO_COMPARISON if previous is None else _compare(version, previous)
    point, _created = LearningPoint.objects.update_or_create(
        model_version=version,
        defaults={"previous": previous, "n_labels": version.n_positive + version.n_negative, **change},
    )
    return point


def _compare(version: ModelVersion, previous: ModelVersion) -> Change:
    new, extractor = load_bundle(version)
    old, _extractor = load_bundle(previous)
    features = FeatureCache(extractor)
    ids = [tile.segmentation_id for tile in sample_tiles(version.campaign, SAMPLE_SIZE)]
    decided = [
        _decide(segmentation, features, new, old)
        for segmentation in TileSegmentation.objects.select_related("tile__source").filter(pk__in=ids)
    ]
    pairs = np.concatenate([np.zeros((0, 2), dtype=bool), *decided])
    if not len(pairs):
        return NO_COMPARISON
    changed = float((pairs[:, 0] != pairs[:, 1]).mean())
    return {"n_sample": len(pairs), "changed": changed, "kappa": kappa_of(changed, *pairs.mean(axis=0))}


def _decide(
    segmentation: TileSegmentation, features: FeatureCache, new: "ModelBundle", old: "ModelBundle"
) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    try:
        vectors = features.of_superpixels_with_data(segmentation)
    except (ImageryError, MlError):
        logger.warning("Tile %s could not be compared", segmentation.tile_id, exc_info=True)
        return np.zeros((0, 2), dtype=bool)
    threshold, old_threshold = new.threshold("balanced"), old.threshold("balanced")
    return np.column_stack([new.predict(vectors) >= threshold, old.predict(vectors) >= old_threshold])


def kappa_of(changed: float, share_new: float, share_old: float) -> float:
    """Cohen's kappa from the share of differing decisions and each model's share of positives; 1 when both
    give every superpixel the same class."""
    by_chance = share_new * share_old + (1 - share_new) * (1 - share_old)
    return 1.0 if by_chance >= 1 else float((1 - changed - by_chance) / (1 - by_chance))
