"""The positive superpixels of a search's tiles, and where they meet across borders. For workers."""

import math
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

from detection.runs.models import DetectionRun, TileResult, TileResultQuerySet
from imagery.errors import ImageryError
from imagery.files import Rings, read_labels
from imagery.messages import words_of
from imagery.models import TileSegmentation
from imagery.outlines import read_outlines
from imagery.services.segment_tile import ensure_segmentation
from ml.rule import positive_numbers
from ml.tiles import TILE_SIZE

MAX_TILES = 2000
"""Tiles that may hang together: about 300 km2 at zoom 16. A shape ends there, so that a threshold at which
everything is positive cannot make a worker read the whole region for each chunk."""
Cell = tuple[int, int]
Labels = NDArray[np.int32]
Edges = dict[Cell, NDArray[np.bool_]]
Box = tuple[int, int, int, int]
MARGIN = 1.02
"""Distances are measured exactly later; tiles are taken in a little beyond."""


class UnreadableTile(ImageryError):
    """The superpixels of a tile can neither be read nor cut again."""

    def __init__(self, result: TileResult, reason: ImageryError) -> None:
        super().__init__(words_of(reason))
        self.result = result


@dataclass
class Ground:
    """Reads tiles of one search as they are needed, and remembers their edges only."""

    run: DetectionRun
    _results: dict[Cell, TileResult | None] = field(default_factory=dict)
    _edges: dict[Cell, Edges] = field(default_factory=dict)
    _boxes: dict[Cell, Box] = field(default_factory=dict)
    """World pixels around the positive superpixels of a tile: west, north, east, south."""

    def connected(self, start: Iterable[TileResult]) -> list[TileResult]:
        """The tiles whose positive superpixels meet those of `start`, or by the search's rule may count
        together with them, directly or through others, in quadkey order; those of `start` included."""
        found: dict[Cell, TileResult] = {}
        waiting = deque(start)
        while waiting and len(found) < MAX_TILES:
            result = waiting.popleft()
            if _cell(result) not in found:
                found[_cell(result)] = result
                waiting.extend(self._touching(result))
                waiting.extend(self._in_reach(result))
        return sorted(found.values(), key=lambda result: result.address.quadkey)

    def labels_of(self, result: TileResult) -> Labels:
        """The superpixel number of each pixel. Raises `UnreadableTile`."""
        try:
            return read_labels(self._segmentation(result))
        except ImageryError as error:
            raise UnreadableTile(result, error) from error

    def outlines_of(self, result: TileResult) -> dict[int, Rings]:
        """Rings of (column, row) by superpixel number. Raises `UnreadableTile`."""
        try:
            return read_outlines(self._segmentation(result))
        except ImageryError as error:
            raise UnreadableTile(result, error) from error

    def positive(self, result: TileResult) -> list[int]:
        return positive_numbers(result.probabilities or [], self.run.threshold)

    def _touching(self, result: TileResult) -> Iterator[TileResult]:
        here = self._edges_of(result)
        neighbours = [(cell, edge) for cell, edge in here.items() if edge.any()]
        self._load(cell for cell, _edge in neighbours)
        for cell, edge in neighbours:
            other = self._results[cell]
            if other is not None and (edge & self._edges_of(other)[_cell(result)]).any():
                yield other

    def _in_reach(self, result: TileResult) -> Iterator[TileResult]:
        rule = self.run.finding_rule
        if rule.per_tile or rule.cluster_distance_m <= 0:
            return
        pixels = rule.cluster_distance_m * MARGIN / result.address.metres_per_pixel()
        reach, (x, y) = math.ceil(pixels / TILE_SIZE), _cell(result)
        around = [(x + right, y + down) for right, down in product(range(-reach, reach + 1), repeat=2)]
        self._load(around)
        here = self._box_of(result)
        for cell in around:
            other = self._results[cell] if cell != (x, y) else None
            if other is not None and _gap(here, self._box_of(other)) <= pixels:
                yield other

    def _box_of(self, result: TileResult) -> Box:
        self._edges_of(result)
        return self._boxes[_cell(result)]

    def _load(self, cells: Iterable[Cell]) -> None:
        wanted = [cell for cell in cells if cell not in self._results]
        if not wanted:
            return
        self._results |= dict.fromkeys(wanted)
        columns, rows = zip(*wanted, strict=True)
        near = with_positive(self.run).filter(x__in=columns, y__in=rows)
        for result in near.select_related("tile"):
            if _cell(result) in self._results:
                self._results[_cell(result)] = result

    def _edges_of(self, result: TileResult) -> Edges:
        """By neighbouring tile: which pixels along the border to it are positive."""
        if _cell(result) not in self._edges:
            # Not `n_superpixels`, which leaves those without data out.
            numbers = np.zeros(len(result.probabilities or []) + 1, dtype=bool)
            numbers[self.positive(result)] = True
            pixels = numbers[self.labels_of(result)]
            x, y = _cell(result)
            self._boxes[x, y] = _box_around(pixels, x * TILE_SIZE, y * TILE_SIZE)
            self._edges[x, y] = {
                (x - 1, y): pixels[:, 0].copy(),
                (x + 1, y): pixels[:, -1].copy(),
                (x, y - 1): pixels[0].copy(),
                (x, y + 1): pixels[-1].copy(),
            }
        return self._edges[_cell(result)]

    def _segmentation(self, result: TileResult) -> TileSegmentation:
        assert result.tile is not None  # noqa: S101 - a tile with positive superpixels was read
        return ensure_segmentation(tile=result.tile, settings=self.run.segmentation_settings)


def with_positive(run: DetectionRun) -> TileResultQuerySet:
    return TileResult.objects.filter(run=run, state=TileResult.State.ANALYSED, n_positive__gt=0)


def _box_around(pixels: NDArray[np.bool_], x: int, y: int) -> Box:
    columns, rows = np.flatnonzero(pixels.any(axis=0)), np.flatnonzero(pixels.any(axis=1))
    if not len(columns):
        return x, y, x, y
    return x + int(columns[0]), y + int(rows[0]), x + int(columns[-1]) + 1, y + int(rows[-1]) + 1


def _gap(one: Box, other: Box) -> float:
    """Pixels between two boxes, 0 where they meet."""
    right = max(one[0] - other[2], other[0] - one[2], 0)
    down = max(one[1] - other[3], other[1] - one[3], 0)
    return math.hypot(right, down)


def _cell(result: TileResult) -> Cell:
    return result.x, result.y
