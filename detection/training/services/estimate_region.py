"""How common positives are in the region. For workers: it loads the model."""

import logging
from typing import TYPE_CHECKING, Any

import numpy as np

from detection.feature_cache import FeatureCache
from detection.training.bundles import load_bundle
from detection.training.models import ModelVersion, RegionEstimate
from imagery.errors import ImageryError
from imagery.models import TileSegmentation
from labeling.interface import Prevalence, estimate_prevalence, random_tiles
from ml.errors import MlError

if TYPE_CHECKING:
    from ml.bundle import ModelBundle
    from ml.features.base import FeatureExtractor
    from ml.prevalence import ShareEstimate

logger = logging.getLogger(__name__)

MAX_SAMPLE = 300
MIN_SAMPLE = 5
"""Random tiles, labelled or not, from which the model's own scores say something."""
MIN_LABELED = 30
"""Decided random tiles from which their labels alone decide the share."""
Basis = RegionEstimate.Basis


def estimate_region(*, model_version_id: int) -> RegionEstimate | None:
    """Estimate the region's share of positives from labelled random tiles and from the model's own scores,
    each checked against the other. None while there are too few random tiles: then searches assume the share
    that the model learnt from."""
    version = ModelVersion.objects.select_related("campaign").get(pk=model_version_id)
    bundle, extractor = load_bundle(version)
    labeled = estimate_prevalence(version.campaign)
    scored = _score_sample(version, bundle, extractor)
    if labeled is None and scored is None:
        RegionEstimate.objects.filter(model_version=version).delete()
        return None
    columns = _choose(labeled, scored)
    columns["thresholds"] = bundle.named_thresholds(columns["share"])
    estimate, _created = RegionEstimate.objects.update_or_create(model_version=version, defaults=columns)
    return estimate


def _choose(labeled: Prevalence | None, scored: "ShareEstimate | None") -> dict[str, Any]:
    by_label = labeled is not None and (scored is None or labeled.n_tiles >= MIN_LABELED)
    if by_label and labeled is not None:
        # No positive seen yet: half of the upper bound, as a share of 0 would leave nothing to find.
        share = labeled.share or labeled.high / 2
        chosen = {"basis": Basis.RANDOM_TILES, "share": share, "low": labeled.low, "high": labeled.high}
    elif scored is not None:
        chosen = {"basis": Basis.MODEL, "share": scored.share, "low": scored.low, "high": scored.high}
    return {
        **chosen,
        "by_random_tiles": labeled.share if labeled else None,
        "by_counts": scored.by_counts if scored else None,
        "by_em": scored.by_em if scored else None,
        "agree": _agree(labeled, scored),
    }


def _agree(labeled: Prevalence | None, scored: "ShareEstimate | None") -> bool:
    if scored is None:
        return True
    overlap = labeled is None or (scored.low <= labeled.high and labeled.low <= scored.high)
    return scored.agree and overlap


def _score_sample(
    version: ModelVersion, bundle: "ModelBundle", extractor: "FeatureExtractor"
) -> "ShareEstimate | None":
    features = FeatureCache(extractor)
    ids = [tile.segmentation_id for tile in random_tiles(version.campaign, MAX_SAMPLE)]
    probabilities, groups = [], []
    for segmentation in TileSegmentation.objects.select_related("tile__source").filter(pk__in=ids):
        try:
            found = bundle.predict(features.of_superpixels_with_data(segmentation))
        except (ImageryError, MlError):
            logger.warning("Tile %s is left out of the estimate", segmentation.tile_id, exc_info=True)
            continue
        probabilities.append(found)
        groups += [segmentation.tile_id] * len(found)
    if len(probabilities) < MIN_SAMPLE:
        return None
    try:
        return bundle.estimate_share(np.concatenate(probabilities), groups=groups)
    except MlError:
        logger.warning("No share could be estimated for %s", version, exc_info=True)
        return None
