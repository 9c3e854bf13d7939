"""What a search freezes when it begins."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from campaigns.models import Campaign
from detection.runs.errors import BadThreshold, NoModelYet, NotFinished, UnfitModel
from detection.runs.models import DetectionRun
from detection.training.models import ModelVersion
from imagery.messages import message as _

TUNED = "tuned"
TUNED_DISTANCE_M = 200.0
"""Thresholds are tuned on labelled tiles, which are a few hundred metres wide."""
MAX_DISTANCE_M = 1000.0
THRESHOLD_DIGITS = 4


def newest_model(campaign: Campaign) -> ModelVersion:
    model = campaign.model_versions.newest()
    if model is None:
        raise NoModelYet(_("There is no model yet. Label some tiles, then retrain."))
    return model


def frozen_inputs(campaign: Campaign, model: ModelVersion) -> dict[str, Any]:
    if model.segmentation_key != campaign.segmentation.key:
        raise UnfitModel(
            _(
                "Model v%(number)d was trained on superpixels cut with other settings. "
                "Retrain before searching."
            )
            % {"number": model.number}
        )
    return {
        "campaign": campaign,
        "model_version": model,
        "source": campaign.source,
        "source_version": campaign.source.version,
        "region": campaign.region,
        "zoom": campaign.zoom,
        "segmentation": asdict(campaign.segmentation),
        "segmentation_key": campaign.segmentation.key,
    }


def share_and_threshold(model: ModelVersion, threshold: float | str | None) -> dict[str, float | None]:
    """Columns of a search. `tuned` also names the stricter threshold of lone findings, and the distance."""
    share, thresholds = model.search_settings()
    if threshold != TUNED:
        return {"share": share, "threshold": _probability(thresholds, threshold)}
    if not {"clustered", "lone"} <= thresholds.keys():
        raise BadThreshold(
            _("Model v%(number)d was trained before two thresholds were tuned. Retrain, or choose another.")
            % {"number": model.number}
        )
    return {
        "share": share,
        "threshold": as_stored(thresholds["clustered"]),
        "lone_threshold": as_stored(thresholds["lone"]),
        "cluster_distance_m": TUNED_DISTANCE_M,
    }


def as_before(model: ModelVersion, repeats: DetectionRun | None) -> dict[str, float | None]:
    """Columns of a search that repeats another with the same model: it judges as that did, though the share
    that the model assumes may have moved since. Empty for any other."""
    if repeats is None or repeats.model_version != model:
        return {}
    return {"share": repeats.share, "threshold": repeats.threshold}


def _probability(thresholds: Mapping[str, float], threshold: float | str | None) -> float:
    value = threshold
    if not isinstance(threshold, float):
        value = thresholds.get(threshold or "precise", threshold)
    try:
        probability = float(value if value is not None else "")
    except (TypeError, ValueError):
        probability = -1.0
    if not 0.0 <= probability <= 1.0:
        raise BadThreshold(_("The threshold must be “tuned”, “precise”, “balanced” or a number from 0 to 1."))
    return as_stored(probability)


def as_stored(threshold: float) -> float:
    """Rounded up to the digits with which probabilities are stored: the same superpixels reach it."""
    rounded = round(threshold, THRESHOLD_DIGITS)
    return (
        rounded if rounded >= threshold - 1e-9 else round(rounded + 10**-THRESHOLD_DIGITS, THRESHOLD_DIGITS)
    )


def repeating(campaign: Campaign, repeats: DetectionRun | None) -> dict[str, Any]:
    """Columns of a search that repeats another, which must have ended."""
    if repeats is None:
        return {}
    if not repeats.is_searched():
        raise NotFinished(
            _("Search %(number)d is not finished. Continue it, then repeat it.") % {"number": repeats.number}
        )
    version = campaign.source.version
    used = campaign.runs.filter(source_version=version).exists()
    name = f"{version}-{campaign.runs.next_number()}"
    return {
        "repeats": repeats,
        "tiles_version": hashlib.sha256(name.encode()).hexdigest()[:12] if used else "",
    }
