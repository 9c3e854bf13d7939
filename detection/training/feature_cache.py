"""Features of superpixels, kept, so that neither a second retraining nor a second search computes them again.

For workers only: computing loads the heavy libraries of the extractor.
"""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagery import files
from imagery.models import TileSegmentation
from ml.features.base import FeatureExtractor
from ml.pictures import open_picture

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class FeatureCache:
    """Files are named by extractor version and by the hash of the pixels: what changes gets another name."""

    extractor: FeatureExtractor

    def of_tile(self, segmentation: TileSegmentation) -> Vectors:
        """float32 (n_superpixels, n_features), row i - 1 for superpixel i."""

        def compute() -> Vectors:
            return self.extractor.extract(
                files.read_picture(segmentation.tile), files.read_labels(segmentation)
            )

        return self._kept(f"{segmentation.tile.sha256}-{segmentation.settings_key}", compute)

    def of_crop(self, relative: str) -> Vectors:
        """float32 (n_features,) of a picture of one superpixel, stored below DATA_ROOT."""
        content = files.read_stored(relative)

        def compute() -> Vectors:
            return self.extractor.extract_crop(open_picture(content, name=relative))

        return self._kept(f"{hashlib.sha256(content).hexdigest()}-crop", compute)

    def _kept(self, key: str, compute: Callable[[], Vectors]) -> Vectors:
        name = f"features/{self.extractor.name}-{self.extractor.version}/{key[:2]}/{key}.npz"
        stored = _read(name)
        if stored is not None:
            return stored
        vectors = compute()
        buffer = io.BytesIO()
        np.savez(buffer, features=vectors)
        files.write_atomically(name, buffer.getvalue())
        return vectors


def _read(name: str) -> Vectors | None:
    """None when the file is absent or torn: then it is computed anew."""
    try:
        with np.load(files.data_path(name), allow_pickle=False) as arrays:
            vectors: Vectors = arrays["features"]
    except (OSError, ValueError, KeyError, EOFError):
        return None
    return vectors
