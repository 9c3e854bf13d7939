"""Stored model versions, loaded. For workers: the heavy libraries are imported when a model is loaded."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from detection.training.models import ModelVersion
from imagery import files

if TYPE_CHECKING:
    from ml.bundle import ModelBundle
    from ml.features.base import FeatureExtractor


def load_bundle(version: ModelVersion) -> "tuple[ModelBundle, FeatureExtractor]":
    """The classifier and its extractor; raises `MlError` when either is missing or the extractor has
    changed."""
    from ml.features import get_extractor

    folder = files.data_path(version.folder)
    bundle = _load(folder, tuple(sorted(_signs_of(folder))))
    extractor = get_extractor(version.extractor)
    bundle.check_extractor(extractor)
    return bundle, extractor


@lru_cache(maxsize=2)
def _load(folder: Path, _signs: tuple[tuple[str, int, int], ...]) -> "ModelBundle":
    # A worker asks for the same one at each chunk, and a model never changes.
    from ml.bundle import ModelBundle  # heavy: XGBoost, which the web process never loads

    return ModelBundle.load(folder)


def _signs_of(folder: Path) -> Iterator[tuple[str, int, int]]:
    """By which a folder's files are known to be the same."""
    for path in folder.glob("*"):
        found = path.stat()
        yield path.name, found.st_mtime_ns, found.st_size
