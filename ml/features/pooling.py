"""Pooling dense maps inside superpixels: from one value a pixel to a few numbers a region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

QUANTILES = (0.02, 0.1, 0.5, 0.9, 0.98)


@dataclass(frozen=True)
class Region:
    """A part of a picture: a box of rows and columns, and the pixels that count within it (None: all)."""

    rows: slice
    columns: slice
    mask: NDArray[np.bool_] | None = None

    def pick(self, maps: NDArray[Any]) -> NDArray[Any]:
        """Values of (channels, rows, columns) maps inside the region, as (channels, n)."""
        box = maps[:, self.rows, self.columns]
        return box.reshape(len(maps), -1) if self.mask is None else box[:, self.mask]


def boxes(labels: NDArray[np.int32], step: int) -> list[Region]:
    """The bounding box of each superpixel, in order, on a picture reduced `step` times."""
    height, width = (max(1, -(-side // step)) for side in labels.shape)
    found = []
    for rows, columns in ndimage.find_objects(labels):
        found.append(Region(_reduce_slice(rows, step, height), _reduce_slice(columns, step, width)))
    return found


def _reduce_slice(place: slice, step: int, side: int) -> slice:
    start = min(place.start // step, side - 1)
    return slice(start, min(side, max(start + 1, -(-place.stop // step))))


def cores(labels: NDArray[np.int32], step: int) -> list[Region]:
    """Each superpixel's own pixels, in order, on a picture reduced `step` times."""
    reduced = (
        labels[step // 2 :: step, step // 2 :: step] if min(labels.shape) > step // 2 else labels[:1, :1]
    )
    found = []
    for number, box in enumerate(boxes(labels, step), start=1):
        mask = reduced[box.rows, box.columns] == number
        rows, columns = mask.shape
        box = Region(
            slice(box.rows.start, box.rows.start + rows),
            slice(box.columns.start, box.columns.start + columns),
        )
        found.append(Region(box.rows, box.columns, mask if mask.any() else np.ones_like(mask)))
    return found


def describe(values: NDArray[np.float32], quantiles: Sequence[float] = QUANTILES) -> NDArray[np.float32]:
    """Mean, deviation, skewness, bounded kurtosis and quantiles of each channel of (channels, n) values."""
    mean = values.mean(axis=1, keepdims=True)
    centred = values - mean
    square = centred * centred
    variance = square.mean(axis=1, keepdims=True)
    deviation = np.sqrt(variance) + np.float32(1e-3)
    skewness = (square * centred).mean(axis=1, keepdims=True) / deviation**3
    kurtosis = np.minimum((square * square).mean(axis=1, keepdims=True) / deviation**4, 50.0)
    places = (np.asarray(quantiles) * (values.shape[1] - 1)).round().astype(int)
    spread = np.sort(values, axis=1)[:, places]
    return np.concatenate([mean, deviation, skewness, kurtosis, spread], axis=1).ravel().astype(np.float32)


def shares(codes: NDArray[np.uint8], n_codes: int) -> NDArray[np.float32]:
    """How often each code occurs, for (channels, n) codes, channel by channel; the square root of the share,
    so that rare codes count (Hellinger's distance)."""
    counts = np.concatenate([np.bincount(channel, minlength=n_codes) for channel in codes])
    shares_of_codes: NDArray[np.float32] = np.sqrt(counts / max(1, codes.shape[1])).astype(np.float32)
    return shares_of_codes
