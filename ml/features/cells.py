"""What the parts of a superpixel look like: a few pits in one corner are lost in the mean of the whole.

The picture is cut into square cells, large and small ones, each cell is described by the dense maps of the
whole picture, and a superpixel is described by the mean of a fixed embedding of its cells of either size: how
alike each is to random landmarks, where every direction in which cells of real ground differ counts the same.
Of the embedding, what varies most from cell to cell is kept. A linear function of that mean is the mean of a
smooth function of each cell, so a classifier can learn what a single cell has to look like.
Muandet et al., "Kernel Mean Embedding of Distributions", 2017; Williams and Seeger, "Using the Nystroem
Method to Speed Up Kernel Machines", 2001.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from ml.features import pooling

SIDES = (64, 32)
"""Pixels: a cluster of pits, and a pit or two."""
N_LANDMARKS = 512
N_DIRECTIONS = 128
N_PARTS = 128
"""How many numbers a cell, and the parts of a superpixel of one size, are described by in the end."""
SHARPNESS = 1.0
"""How fast a cell stops being like a landmark with the mean square of what they differ by, in deviations."""
FARTHEST = 6.0
"""Deviations from the mean beyond which a number says no more."""
REACH = 1.5
"""How far from the mean cell, in roots of the mean square deviation, cells are told apart by distance. What
lies beyond, as on ground unlike any that was measured, is told apart by direction alone."""
STATISTICS = {side: Path(__file__).with_name(f"cell_statistics_{side}.npz") for side in SIDES}


@dataclass(frozen=True)
class Cells:
    """Squares of `side` pixels that cover a picture of this shape; those at the far edges overlap their
    neighbours, and a picture smaller than a cell is one smaller cell."""

    shape: tuple[int, int]
    side: int

    @cached_property
    def sides(self) -> tuple[int, int]:
        """Rows and columns of a cell."""
        return min(self.side, self.shape[0]), min(self.side, self.shape[1])

    @cached_property
    def starts(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """First rows, and first columns, of the cells."""
        return _starts(self.shape[0], self.sides[0]), _starts(self.shape[1], self.sides[1])

    def __len__(self) -> int:
        return len(self.starts[0]) * len(self.starts[1])

    def pick(self, maps: NDArray[np.float32], step: int) -> NDArray[np.float32]:
        """Values of (channels, rows, columns) maps of the picture reduced `step` times, cell by cell:
        (n_cells, channels, n)."""
        sides = [max(1, side // step) for side in self.sides]
        places = [
            np.minimum(starts // step, length - side)
            for starts, length, side in zip(self.starts, maps.shape[1:], sides, strict=True)
        ]
        windows = sliding_window_view(maps, sides, axis=(1, 2))
        picked = windows[:, places[0][:, np.newaxis], places[1]]
        return np.ascontiguousarray(np.moveaxis(picked, 0, 2)).reshape(len(self), len(maps), -1)

    def shares(self, boxes: Sequence[pooling.Region]) -> NDArray[np.float32]:
        """How much of each box of the full picture lies in each cell, (n_boxes, n_cells); each row sums
        to 1."""
        rows = np.stack([_overlaps(box.rows, self.starts[0], self.sides[0]) for box in boxes])
        columns = np.stack([_overlaps(box.columns, self.starts[1], self.sides[1]) for box in boxes])
        areas = (rows[:, :, np.newaxis] * columns[:, np.newaxis, :]).reshape(len(boxes), -1)
        found: NDArray[np.float32] = (areas / areas.sum(axis=1, keepdims=True)).astype(np.float32)
        return found


def _starts(length: int, side: int) -> NDArray[np.int64]:
    n = max(1, -(-length // side))
    return np.linspace(0, length - side, n).round().astype(np.int64)


def _overlaps(place: slice, starts: NDArray[np.int64], side: int) -> NDArray[np.int64]:
    shared: NDArray[np.int64] = np.minimum(place.stop, starts + side) - np.maximum(place.start, starts)
    return shared.clip(min=0)


def embed(cells: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """Descriptions of cells of one of `SIDES` (n_cells, k) as (n_cells, N_PARTS) numbers whose products are
    close to a Gaussian of the distance of two whitened cells."""
    return _statistics(side).embed(cells)


@dataclass(frozen=True)
class Statistics:
    """How cells of one size vary on real ground: `mean` and `scale` (k,) of each number, `centre` (k,) of
    what is left after clipping, the `directions` (k, N_DIRECTIONS) in which they vary most, scaled so that
    they vary by one in each, and the `axes` (N_LANDMARKS, N_PARTS) along which their embedding varies most.
    Measured without any label by scripts/measure_cells.py."""

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    centre: NDArray[np.float32]
    directions: NDArray[np.float32]
    axes: NDArray[np.float32]

    @classmethod
    def of_cells(cls, cells: NDArray[np.float32], least: float = 1e-2) -> Statistics:
        """Measured over cells (n_cells, k), n_cells well above k; `least` keeps directions small in which
        they hardly vary."""
        mean, scale = cells.mean(axis=0), cells.std(axis=0) + np.float32(1e-3)
        clipped = np.clip((cells - mean) / scale, -FARTHEST, FARTHEST)
        variances, directions = np.linalg.eigh(np.cov(clipped.T))
        scaled = directions[:, -N_DIRECTIONS:] / np.sqrt(variances[-N_DIRECTIONS:] + least)
        everything = np.eye(N_LANDMARKS, dtype=np.float32)
        found = cls(mean, scale, clipped.mean(axis=0), scaled.astype(np.float32), everything)
        axes = np.linalg.eigh(np.cov(found.embed(cells).T))[1][:, : -N_PARTS - 1 : -1]
        return replace(found, axes=axes.astype(np.float32))

    def embed(self, cells: NDArray[np.float32]) -> NDArray[np.float32]:
        """See `embed` of this module."""
        found: NDArray[np.float32] = _likeness(self.whiten(cells), _landmarks()[0]) @ self._mixing
        return found

    @cached_property
    def _mixing(self) -> NDArray[np.float32]:
        return np.asarray(_landmarks()[1] @ self.axes, dtype=np.float32)

    def whiten(self, cells: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cells (n_cells, k) as float32 (n_cells, N_DIRECTIONS), in deviations from the mean cell."""
        clipped = np.clip((cells - self.mean) / self.scale, -FARTHEST, FARTHEST)
        whitened = (clipped - self.centre) @ self.directions
        distances = np.sqrt((whitened**2).mean(axis=1, keepdims=True))
        found: NDArray[np.float32] = whitened * np.minimum(1, REACH / np.maximum(distances, np.float32(1e-6)))
        return found


@cache
def _statistics(side: int) -> Statistics:
    with np.load(STATISTICS[side], allow_pickle=False) as stored:
        return Statistics(**{name: stored[name].astype(np.float32) for name in stored.files})


@cache
def _landmarks() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Landmarks (N_LANDMARKS, N_DIRECTIONS), and the inverse root of how alike they are to each other."""
    # The old generator, whose numbers NumPy promises never to change.
    random = np.random.RandomState(0)
    landmarks = random.standard_normal((N_LANDMARKS, N_DIRECTIONS)).astype(np.float32)
    shares, axes = np.linalg.eigh(_likeness(landmarks, landmarks).astype(np.float64))
    mixing = (axes / np.sqrt(np.maximum(shares, 1e-5))) @ axes.T
    return landmarks, mixing.astype(np.float32)


def _likeness(cells: NDArray[np.float32], landmarks: NDArray[np.float32]) -> NDArray[np.float32]:
    squares = (cells**2).sum(axis=1)[:, np.newaxis] + (landmarks**2).sum(axis=1)
    distances = np.maximum(squares - 2 * cells @ landmarks.T, 0)
    alike: NDArray[np.float32] = np.exp(np.float32(-SHARPNESS / N_DIRECTIONS) * distances)
    return alike
