from typing import Any

import numpy as np
import pytest

from benchmarks.shift import describe, measure_shift
from tests.ml.drawing import make_meadow, make_pits


class Extractor:
    """One feature, the mean of the superpixel's box, which is `off` inside tiles."""

    def __init__(self, off: float) -> None:
        self.off = off

    def extract(self, image: np.ndarray, labels: np.ndarray) -> np.ndarray:
        boxes = [np.nonzero(labels == number) for number in range(1, int(labels.max()) + 1)]
        crops = [image[r.min() : r.max() + 1, c.min() : c.max() + 1] for r, c in boxes]
        return np.stack([self.extract_crop(crop) + self.off for crop in crops])

    def extract_crop(self, image: np.ndarray) -> np.ndarray:
        return np.array([image.mean() / 255], dtype=np.float32)


class Model:
    def predict(self, features: np.ndarray) -> np.ndarray:
        found: np.ndarray = np.clip(features[:, 0], 0, 1)
        return found

    def threshold(self, wanted: str) -> float:
        assert wanted == "precise"
        return 0.5


@pytest.mark.parametrize("off", [0.0, 0.25])
def test_the_change_between_crop_and_tile_is_measured(off: float) -> None:
    extractor: Any = Extractor(off)
    model: Any = Model()
    found = measure_shift(extractor, model, [make_meadow(96, 96), make_pits(96, 96)])
    assert found["mean_change"] == pytest.approx(off, abs=1e-6)
    assert found["largest_change"] == pytest.approx(off, abs=1e-6)
    assert (found["decisions_changed"] > 0) == (off > 0) and (found["vector_distance"] > 0) == (off > 0)
    lines = describe({"texture": {"drawn": found}})
    assert len(lines) == 2 and f"{off:.3f}" in lines[1]
