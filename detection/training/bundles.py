"""Stored model versions, loaded. For workers: the heavy libraries are imported when a model is loaded."""

from typing import TYPE_CHECKING

from detection.training.models import ModelVersion
from imagery import files

if TYPE_CHECKING:
    from ml.bundle import ModelBundle
    from ml.features.base import FeatureExtractor


def load_bundle(version: ModelVersion) -> "tuple[ModelBundle, FeatureExtractor]":
    """The classifier and its extractor; raises `MlError` when either is missing or the extractor has
    changed."""
    from ml.bundle import ModelBundle  # heavy: XGBoost, which the web process never loads
    from ml.features import get_extractor

    bundle = ModelBundle.load(files.data_path(version.folder))
    extractor = get_extractor(version.extractor)
    bundle.check_extractor(extractor)
    return bundle, extractor
