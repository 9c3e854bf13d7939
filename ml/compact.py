"""Vectors in one byte a number: a region's features in a quarter of the space of float32.

Each column of a chunk is cut into 255 equal steps between its smallest and its largest value.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STEPS = 255


@dataclass(frozen=True)
class CompactFeatures:
    """`codes` uint8 (n, n_features), with the value of code 0, `lowest`, and of one `step`, float32
    (n_features,)."""

    codes: NDArray[np.uint8]
    lowest: NDArray[np.float32]
    step: NDArray[np.float32]

    def unpack(self) -> NDArray[np.float32]:
        """Vectors, float32 (n, n_features), each number within half a step of what it was."""
        found: NDArray[np.float32] = self.codes.astype(np.float32) * self.step + self.lowest
        return found


def compact(features: NDArray[np.float32]) -> CompactFeatures:
    """Finite vectors (n, n_features) in one byte a number."""
    if not len(features):
        width = features.shape[1]
        return CompactFeatures(
            np.zeros((0, width), np.uint8), np.zeros(width, np.float32), np.ones(width, np.float32)
        )
    lowest = features.min(axis=0).astype(np.float32)
    step = ((features.max(axis=0) - lowest) / STEPS).astype(np.float32)
    step[step == 0] = 1.0
    codes = np.clip(np.rint((features - lowest) / step), 0, STEPS).astype(np.uint8)
    return CompactFeatures(codes, lowest, step)
