"""Vectors in about 256 bytes: a region's features in a fraction of the space of float32.

Features of a region go together, so the vectors of a chunk are turned to the directions in which they vary
most, the best of them are kept, and each is cut into 255 equal steps between its smallest and its largest
value. The directions lie in the chunk itself: nothing has to be learnt or kept in step elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STEPS = 255
N_DIRECTIONS = 224
"""With the directions themselves shared by some 8,000 superpixels, about 256 bytes for each."""


@dataclass(frozen=True)
class CompactFeatures:
    """`codes` uint8 (n, k), with the value of code 0, `lowest`, and of one `step`, float32 (k,). Where
    `basis` float16 (k, n_features) has rows, what is coded are shares of these directions, in deviations
    `scale` from `mean`, float32 (n_features,); where it has none, the features themselves."""

    codes: NDArray[np.uint8]
    lowest: NDArray[np.float32]
    step: NDArray[np.float32]
    basis: NDArray[np.float16]
    mean: NDArray[np.float32]
    scale: NDArray[np.float32]

    def unpack(self) -> NDArray[np.float32]:
        """Vectors, float32 (n, n_features): without `basis` each number is within half a step of what it
        was, with it the vectors are close as a whole."""
        found: NDArray[np.float32] = self.codes.astype(np.float32) * self.step + self.lowest
        if len(self.basis):
            found = (found @ self.basis.astype(np.float32)) * self.scale + self.mean
        return found


def compact(features: NDArray[np.float32]) -> CompactFeatures:
    """Finite vectors (n, n_features) in one byte a number, turned where that saves room."""
    n, width = features.shape
    mean, scale = np.zeros(width, dtype=np.float32), np.ones(width, dtype=np.float32)
    basis = np.zeros((0, width), dtype=np.float16)
    if n * (width - N_DIRECTIONS) > N_DIRECTIONS * width * basis.itemsize:
        mean, scale = features.mean(axis=0), features.std(axis=0)
        scale[scale < 1e-6] = 1.0
        features = (features - mean) / scale
        # Directions are rounded before anything is measured along them.
        basis = np.linalg.eigh(features.T @ features)[1][:, -N_DIRECTIONS:].T.astype(np.float16)
        features = features @ basis.T.astype(np.float32)
    return CompactFeatures(*_in_steps(features), basis, mean, scale)


def _in_steps(
    numbers: NDArray[np.float32],
) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.float32]]:
    if not len(numbers):
        width = numbers.shape[1]
        return np.zeros((0, width), np.uint8), np.zeros(width, np.float32), np.ones(width, np.float32)
    lowest = numbers.min(axis=0).astype(np.float32)
    step = ((numbers.max(axis=0) - lowest) / STEPS).astype(np.float32)
    step[step == 0] = 1.0
    return np.clip(np.rint((numbers - lowest) / step), 0, STEPS).astype(np.uint8), lowest, step
