"""Superpixels: SLIC on a reduced picture, with borders drawn back smoothly at full size.

Achanta et al., "SLIC Superpixels Compared to State-of-the-Art Superpixel Methods", 2012, in scikit-image's
implementation. SLIC weighs distance by the grid's own step, so `n_segments` and `compactness` mean the same
at every size, and a reduced picture gives nearly the same superpixels for a fraction of the work.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.errors import SegmentationError
from ml.segmentation_settings import SegmentationSettings

MIN_REDUCED_SIDE = 32

__all__ = ["SegmentationSettings", "segment_tile"]


def segment_tile(image: NDArray[np.uint8], settings: SegmentationSettings | None = None) -> NDArray[np.int32]:
    """Cut a picture into superpixels.

    `image` is uint8 RGB of shape (rows, columns, 3). Returns int32 labels of shape (rows, columns),
    numbered 1 to n without gaps, from the upper left; the same picture and settings always
    give the same labels. Raises `SegmentationError` for an array of another kind.
    """
    settings = settings or SegmentationSettings()
    _check_image(image)
    reduction = _usable_reduction(image.shape, settings.reduction)
    reduced = _reduce(image, reduction)
    labels = _number_from_one(_slic(reduced, settings, reduction))
    if reduction == 1:
        return labels
    enlarged = _enlarge(labels, reduction, image.shape[0], image.shape[1])
    # A cell cut by the picture's edge can lose all its pixels to its neighbours.
    return enlarged if np.bincount(enlarged.ravel())[1:].all() else _number_from_one(enlarged)


def _check_image(image: NDArray[np.uint8]) -> None:
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or 0 in image.shape:
        raise SegmentationError(
            f"Cannot segment an array of shape {image.shape} and type {image.dtype}; "
            "give uint8 RGB of shape (rows, columns, 3), as open_picture returns it."
        )


def _usable_reduction(shape: tuple[int, ...], wanted: int) -> int:
    """Small pictures are reduced less, so that superpixels keep enough cells to have a shape."""
    return max(1, min(wanted, min(shape[:2]) // MIN_REDUCED_SIDE))


def _reduce(image: NDArray[np.uint8], reduction: int) -> NDArray[np.uint8]:
    if reduction == 1:
        return image
    return np.asarray(Image.fromarray(image).reduce(reduction))


def _slic(image: NDArray[np.uint8], settings: SegmentationSettings, reduction: int) -> NDArray[np.int64]:
    from skimage.segmentation import slic  # imported late: web processes read settings from this module

    if min(image.shape[:2]) < 3:
        return np.ones(image.shape[:2], dtype=np.int64)
    n_segments = min(settings.n_segments, image.shape[0] * image.shape[1])
    labels: NDArray[np.int64] = slic(
        image,
        n_segments=n_segments,
        compactness=settings.compactness,
        sigma=settings.sigma / reduction,
        start_label=1,
        channel_axis=-1,
    )
    return labels


def _enlarge(labels: NDArray[np.int32], factor: int, rows: int, columns: int) -> NDArray[np.int32]:
    """Give each full-size pixel the label with the largest quadratic B-spline weight among the nine cells
    around it: what nearest-neighbour enlargement would draw as stairs becomes a smooth border. Only cells
    whose neighbourhood is mixed are computed."""
    padded = np.pad(labels, 1, mode="edge")
    height, width = labels.shape
    neighbours = np.stack(
        [padded[row : row + height, column : column + width] for row in range(3) for column in range(3)],
        axis=-1,
    )
    mixed = np.flatnonzero((neighbours != labels[..., np.newaxis]).any(axis=-1))
    enlarged = np.repeat(np.repeat(labels, factor, axis=0), factor, axis=1)
    blocks = _vote(neighbours.reshape(-1, 9)[mixed], factor)
    cell_rows, cell_columns = np.divmod(mixed, width)
    offsets = np.arange(factor)
    enlarged[
        (cell_rows[:, np.newaxis] * factor + offsets)[:, :, np.newaxis],
        (cell_columns[:, np.newaxis] * factor + offsets)[:, np.newaxis, :],
    ] = blocks
    return np.ascontiguousarray(enlarged[:rows, :columns])


def _vote(cells: NDArray[np.int32], factor: int) -> NDArray[np.int32]:
    """For (n, 9) labels of neighbourhoods, the winning label at (n, factor, factor) places in the
    middle."""
    place = (np.arange(factor) + 0.5) / factor
    along = np.stack([(1 - place) ** 2 / 2, 0.75 - (place - 0.5) ** 2, place**2 / 2])
    weights = np.einsum("ai,bj->abij", along, along).reshape(9, factor * factor)
    same = (cells[:, :, np.newaxis] == cells[:, np.newaxis, :]).astype(np.float32)
    scores = same @ weights.astype(np.float32)
    winners = scores.argmax(axis=1)
    return np.take_along_axis(cells, winners, axis=1).reshape(-1, factor, factor)


def _number_from_one(labels: NDArray[np.integer[Any]]) -> NDArray[np.int32]:
    values, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    numbers = np.empty(len(values), dtype=np.int32)
    numbers[np.argsort(first)] = np.arange(1, len(values) + 1, dtype=np.int32)
    return numbers[inverse].reshape(labels.shape)
