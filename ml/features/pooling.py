"""Pooling dense maps inside superpixels: from one value a pixel to a few numbers a region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage


@dataclass(frozen=True)
class Region:
    """A box of rows and columns of a picture."""

    rows: slice
    columns: slice

    def pick(self, maps: NDArray[Any]) -> NDArray[Any]:
        """Values of (channels, rows, columns) maps inside the box, as (channels, n)."""
        return maps[:, self.rows, self.columns].reshape(len(maps), -1)


class Boxes:
    """The bounding box of each superpixel, in order; found once and used on every size of the picture."""

    def __init__(self, labels: NDArray[np.int32]) -> None:
        self._places: list[tuple[slice, slice]] = list(ndimage.find_objects(labels))
        self._shape = labels.shape

    def at(self, step: int) -> list[Region]:
        """The boxes on the picture reduced `step` times."""
        height, width = (max(1, -(-side // step)) for side in self._shape)
        return [
            Region(_reduce_slice(rows, step, height), _reduce_slice(columns, step, width))
            for rows, columns in self._places
        ]


def _reduce_slice(place: slice, step: int, side: int) -> slice:
    start = min(place.start // step, side - 1)
    return slice(start, min(side, max(start + 1, -(-place.stop // step))))


def describe(values: NDArray[np.float32], quantiles: Sequence[float]) -> NDArray[np.float32]:
    """Mean, deviation, skewness, bounded kurtosis and quantiles of each channel of (..., channels, n) values,
    as (..., channels * (4 + len(quantiles)))."""
    mean = values.mean(axis=-1, keepdims=True)
    centred = values - mean
    square = centred * centred
    variance = square.mean(axis=-1, keepdims=True)
    deviation = np.sqrt(variance) + np.float32(1e-3)
    skewness = (square * centred).mean(axis=-1, keepdims=True) / deviation**3
    kurtosis = np.minimum((square * square).mean(axis=-1, keepdims=True) / deviation**4, 50.0)
    spread = _quantiles(values, quantiles)
    return flatten(np.concatenate([mean, deviation, skewness, kurtosis, spread], axis=-1))


def flatten(found: NDArray[Any]) -> NDArray[np.float32]:
    """(..., channels, k) as float32 (..., channels * k)."""
    flat: NDArray[np.float32] = found.reshape(*found.shape[:-2], -1).astype(np.float32, copy=False)
    return flat


def _quantiles(values: NDArray[np.float32], quantiles: Sequence[float]) -> NDArray[np.float32]:
    """Values at these ranks, 0 to 1, of each channel: (..., channels, len(quantiles))."""
    places = (np.asarray(quantiles) * (values.shape[-1] - 1)).round().astype(int)
    ranked = np.partition(values, np.unique(places), axis=-1) if len(places) else values
    return ranked[..., places]


def shares(codes: NDArray[np.uint8], n_codes: int) -> NDArray[np.float32]:
    """How often each code occurs, 0 to 1, for (..., channels, n) codes, channel by channel:
    (..., channels * n_codes)."""
    *places, n = codes.shape
    rows = codes.reshape(-1, n).astype(np.int32)
    rows += np.arange(len(rows), dtype=np.int32)[:, np.newaxis] * n_codes
    counts = np.bincount(rows.ravel(), minlength=len(rows) * n_codes)
    return flatten((counts / max(1, n)).reshape(*places, n_codes))
