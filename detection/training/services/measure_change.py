import logging
from typing import TYPE_CHECKING

import numpy as np

from detection.feature_cache import FeatureCache
from detection.training.models import LearningPoint, ModelVersion
from imagery import files
from imagery.errors import ImageryError
from imagery.models import TileSegmentation
from labeling.interface import sample_tiles
from ml.errors import MlError

if TYPE_CHECKING:
    from ml.bundle import ModelBundle

logger = logging.getLogger(__name__)

SAMPLE = 60
"""Tiles: some 1,800 superpixels, enough to see one decision in a hundred change."""


def measure_change(*, model_version_id: int) -> LearningPoint:
    """How often a model decides otherwise than the one before it, on a sample that stays the same:
    Bloodgood and Vijay-Shanker, "A Method for Stopping Active Learning Based on Stabilizing
    Predictions", 2009."""
    version = ModelVersion.objects.select_related("campaign").get(pk=model_version_id)
    same = ModelVersion.objects.filter(
        campaign=version.campaign,
        extractor=version.extractor,
        extractor_version=version.extractor_version,
        number__lt=version.number,
    )
    previous = same.newest_first().first()
    told: dict[str, float | int | None] = {"n_sample": 0, "changed": None, "kappa": None}
    if previous is not None:
        told = _compare(version, previous)
    point, _made = LearningPoint.objects.update_or_create(
        model_version=version,
        defaults={"previous": previous, "n_labels": version.n_positive + version.n_negative, **told},
    )
    return point


def _compare(version: ModelVersion, previous: ModelVersion) -> dict[str, float | int | None]:
    from ml.bundle import ModelBundle  # heavy: XGBoost, which the web process never loads
    from ml.features import get_extractor

    new, old = (ModelBundle.load(files.data_path(one.folder)) for one in (version, previous))
    kept = FeatureCache(get_extractor(version.extractor))
    new.check_extractor(kept.extractor)
    ids = [tile.segmentation_id for tile in sample_tiles(version.campaign, SAMPLE)]
    decided = [
        _decide(segmentation, kept, new, old)
        for segmentation in TileSegmentation.objects.select_related("tile").filter(pk__in=ids)
    ]
    pairs = np.concatenate([np.zeros((0, 2), dtype=bool), *decided])
    if not len(pairs):
        return {"n_sample": 0, "changed": None, "kappa": None}
    changed = float((pairs[:, 0] != pairs[:, 1]).mean())
    return {"n_sample": len(pairs), "changed": changed, "kappa": kappa_of(changed, *pairs.mean(axis=0))}


def _decide(
    segmentation: TileSegmentation, kept: FeatureCache, new: "ModelBundle", old: "ModelBundle"
) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Both models' decisions on a tile, (n_superpixels, 2); none for one that cannot be read."""
    try:
        features = kept.of_tile(segmentation)
    except (ImageryError, MlError):
        logger.warning("Tile %s is not compared", segmentation.tile_id, exc_info=True)
        return np.zeros((0, 2), dtype=bool)
    threshold, old_threshold = new.threshold("balanced"), old.threshold("balanced")
    return np.column_stack([new.predict(features) >= threshold, old.predict(features) >= old_threshold])


def kappa_of(changed: float, share_new: float, share_old: float) -> float:
    """Cohen's kappa from how often two differ and how often each says yes; 1 if both always say the same."""
    by_chance = share_new * share_old + (1 - share_new) * (1 - share_old)
    return 1.0 if by_chance >= 1 else float((1 - changed - by_chance) / (1 - by_chance))
