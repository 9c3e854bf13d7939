"""The appearance of a tile: colour and texture in a few numbers, without a model."""

import numpy as np
from numpy.typing import NDArray

APPEARANCE_SIZE = 9
BLOCK = 16


def appearance_of(picture: NDArray[np.uint8]) -> list[float]:
    """From uint8 (rows, columns, 3): mean and spread of each colour, roughness at two scales and its spread;
    `APPEARANCE_SIZE` numbers, about 0..1."""
    small = _shrink(picture.astype(np.float64) / 255, BLOCK // 4)
    coarse = _shrink(small, 4)
    rough = _roughness(small)
    numbers = [*coarse.mean(axis=(0, 1)), *coarse.std(axis=(0, 1))]
    numbers += [rough.mean(), _roughness(coarse).mean(), rough.std()]
    return [round(float(number), 5) for number in numbers]


def _shrink(picture: NDArray[np.float64], block: int) -> NDArray[np.float64]:
    rows, columns = (max(1, side // block) for side in picture.shape[:2])
    cut = picture[: rows * block, : columns * block]
    means: NDArray[np.float64] = cut.reshape(rows, -1, columns, cut.shape[1] // columns, 3).mean(axis=(1, 3))
    return means


def _roughness(picture: NDArray[np.float64]) -> NDArray[np.float64]:
    grey = picture.mean(axis=2)
    across, down = np.abs(np.diff(grey, axis=1))[:-1], np.abs(np.diff(grey, axis=0))[:, :-1]
    return across + down if across.size else np.zeros((1, 1))
