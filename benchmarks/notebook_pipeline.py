"""The pipeline of the original notebooks, reimplemented as a baseline.

`texty/amber-methodology`, 2018: full-size SLIC with 30 segments, the bounding box of each superpixel resized
to 224 pixels by nearest neighbour, Keras' ResNet50 with average pooling in batches of 64, XGBoost. One step
after the other, one tile after the other.
"""

from __future__ import annotations

import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIDE = 224
BATCH = 64
N_TREES = 100


class NotebookPipeline:
    """Tiles in, probabilities out; `seconds` sums the time of each stage."""

    def __init__(self, weights: Path) -> None:
        import keras

        self._network = keras.applications.ResNet50(
            include_top=False, weights=None, pooling="avg", input_shape=(SIDE, SIDE, 3)
        )
        self._network.load_weights(weights)
        self._classifier: Any = None
        self.seconds: dict[str, float] = defaultdict(float)

    def learn(self, features: NDArray[np.float32], labels: NDArray[np.bool_]) -> None:
        """Fit the classifier; for measuring speed any labels will do."""
        import xgboost

        self._classifier = xgboost.XGBClassifier(n_estimators=N_TREES, n_jobs=1).fit(features, labels)

    def describe(self, path: Path) -> NDArray[np.float32]:
        """Features (n, 2048) of the superpixels of one picture."""
        from skimage.io import imread

        started = time.perf_counter()
        image = imread(path)
        started = self._count("read", started)
        labels = segment_full_size(image)
        started = self._count("segment", started)
        features = self._network.predict(self._crops(image, labels), batch_size=BATCH, verbose=0)
        self._count("features", started)
        return np.asarray(features)

    def judge(self, path: Path) -> NDArray[np.float32]:
        """Probabilities (n,) of the superpixels of one picture."""
        features = self.describe(path)
        started = time.perf_counter()
        probabilities = self._classifier.predict_proba(features)[:, 1]
        self._count("classify", started)
        return np.asarray(probabilities)

    def _crops(self, image: NDArray[np.uint8], labels: NDArray[np.int64]) -> NDArray[np.float32]:
        import keras
        from PIL import Image
        from scipy.ndimage import find_objects

        crops = [
            Image.fromarray(image[box]).resize((SIDE, SIDE), Image.Resampling.NEAREST)
            for box in find_objects(labels)
            if box is not None
        ]
        stacked = np.stack([np.asarray(crop, dtype=np.float32) for crop in crops])
        return np.asarray(keras.applications.resnet50.preprocess_input(stacked))

    def _count(self, stage: str, started: float) -> float:
        now = time.perf_counter()
        self.seconds[stage] += now - started
        return now


def segment_full_size(image: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The notebooks' superpixels, numbered from 1."""
    from skimage.segmentation import slic

    labels: NDArray[np.int64] = slic(image, n_segments=30, compactness=35, sigma=1, start_label=1)
    return labels
