"""What the parts of a superpixel look like: a few pits in one corner are lost in the mean of the whole.

The picture is cut into square cells, each cell is described by the dense maps of the whole picture, and a
superpixel is described by the mean of a fixed random embedding of its cells. A linear function of that mean
is the mean of a smooth function of each cell, so a classifier can learn what a single cell has to look like.
Muandet et al., "Kernel Mean Embedding of Distributions", 2017; Rahimi and Recht, "Random Features for
Large-Scale Kernel Machines", 2007.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from ml.features import pooling

SIDE = 64
N_RANDOM = 512
SHARPNESS = 0.5
"""How fast two cells stop being alike with the mean square of what they differ by, in deviations."""
FARTHEST = 6.0
"""Deviations from the mean beyond which a number says no more."""
SCALE = Path(__file__).with_name("cell_scale.json")


@dataclass(frozen=True)
class Cells:
    """Squares of `SIDE` pixels that cover a picture of this shape; those at the far edges overlap their
    neighbours, and a picture smaller than a cell is one smaller cell."""

    shape: tuple[int, int]

    @cached_property
    def sides(self) -> tuple[int, int]:
        """Rows and columns of a cell."""
        return min(SIDE, self.shape[0]), min(SIDE, self.shape[1])

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


def embed(cells: NDArray[np.float32]) -> NDArray[np.float32]:
    """Descriptions of cells (n_cells, k) as (n_cells, N_RANDOM) numbers whose products are close to a
    Gaussian of the distance of two cells."""
    standard = np.clip((cells - _scale()[0]) / _scale()[1], -FARTHEST, FARTHEST)
    directions, phases = _random_features(cells.shape[1])
    embedded: NDArray[np.float32] = np.cos(standard @ directions + phases) * np.float32(np.sqrt(2 / N_RANDOM))
    return embedded


@cache
def _scale() -> NDArray[np.float32]:
    """Mean and deviation of each number that describes a cell, (2, k), over drawn land: what a step in it
    means. Measured again by scripts/measure_cells.py."""
    return np.asarray(json.loads(SCALE.read_text()), dtype=np.float32)


@cache
def _random_features(k: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    # The old generator, whose numbers NumPy promises never to change.
    random = np.random.RandomState(0)
    directions = random.standard_normal((k, N_RANDOM)) * np.sqrt(2 * SHARPNESS / k)
    return directions.astype(np.float32), random.uniform(0, 2 * np.pi, N_RANDOM).astype(np.float32)
