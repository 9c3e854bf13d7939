"""What every feature extractor promises."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ml.blocks import Block
from ml.errors import FeatureError


class FeatureExtractor(Protocol):
    """Turns superpixels into vectors. `version` changes whenever the same pixels give other numbers, and
    models and stores refuse vectors of another version."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def n_features(self) -> int: ...

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The groups of features that belong together, in order; together n_features.
        A classifier may measure likeness group by group."""
        ...

    def extract(self, image: NDArray[np.uint8], labels: NDArray[np.int32]) -> NDArray[np.float32]:
        """Vectors of all superpixels of a picture: uint8 (rows, columns, 3) and int32 (rows, columns),
        numbered 1 to n, in; finite float32 (n, n_features) out, row i - 1 for label i. Raises
        `FeatureError`."""
        ...

    def extract_crop(self, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The vector, float32 (n_features,), of a picture that shows one superpixel: its bounding box,
        uint8 (rows, columns, 3), with what lies beside it left visible. Raises `FeatureError`."""
        ...


def check_superpixels(image: NDArray[np.uint8], labels: NDArray[np.int32]) -> int:
    """The number of superpixels; raises `FeatureError` when the arrays do not belong together."""
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
        raise FeatureError(f"Expected a uint8 RGB picture, not shape {image.shape} and type {image.dtype}.")
    if labels.shape != image.shape[:2] or labels.size == 0:
        raise FeatureError(f"Labels of shape {labels.shape} do not fit a picture of shape {image.shape}.")
    if labels.min() < 1:
        raise FeatureError("Labels start at 1; number the superpixels with segment_tile.")
    return int(labels.max())


def check_finite(features: NDArray[np.float32], what: str) -> NDArray[np.float32]:
    """The same vectors; raises `FeatureError` when a number among them is not finite."""
    if not np.isfinite(features).all():
        raise FeatureError(f"The features of {what} are not finite; check the picture for damage.")
    return features
