"""Neighbouring positive superpixels joined into shapes, also across the borders of tiles.

Tiles come in quadkey order. A shape is returned as soon as no later tile can touch it, so memory holds only
the shapes along the border of the tiles so far, whatever the size of the region.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from ml.geometry import fill_rings, to_degrees
from ml.outlines import superpixel_outlines
from ml.tiles import TILE_SIZE, Tile

Outlines = Mapping[int, Sequence[Sequence[tuple[float, float]]]]


@dataclass(frozen=True)
class MergedShape:
    """Superpixels that share edges: their union in degrees, outer rings anticlockwise; the tile and number of
    each, and its probability, 0..1; and whether one of their tiles is positive."""

    geometry: MultiPolygon
    superpixels: list[tuple[Tile, int]]
    probabilities: list[float]
    in_positive_tile: bool


@dataclass
class _Growing:
    """A shape that may still grow: the `numbers` of its superpixels, and how many of their tile borders wait
    for the neighbouring tile."""

    numbers: list[int]
    areas: list[shapely.Geometry]
    superpixels: list[tuple[Tile, int]]
    probabilities: list[float]
    in_positive_tile: bool
    n_open: int = 0

    def take(self, other: _Growing) -> None:
        self.numbers += other.numbers
        self.areas += other.areas
        self.superpixels += other.superpixels
        self.probabilities += other.probabilities
        self.in_positive_tile |= other.in_positive_tile
        self.n_open += other.n_open


@dataclass
class ShapeMerger:
    """Merges the superpixels of tiles of one zoom, 1024 pixels wide, which are added in quadkey order."""

    zoom: int
    _shapes: dict[int, _Growing] = field(default_factory=dict)
    _shape_of: dict[int, int] = field(default_factory=dict)
    """Union-find: a superpixel's number to that of another in its shape; absent for the shape's own."""
    _borders: dict[tuple[Tile, Tile], NDArray[np.int64]] = field(default_factory=dict)
    """By awaited and waiting tile: the superpixel numbers along the waiting tile's edge."""
    _awaited: list[tuple[str, Tile, Tile]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def add(
        self,
        tile: Tile,
        labels: NDArray[np.int32],
        probabilities: NDArray[np.float32],
        positive: Iterable[int],
        *,
        in_positive_tile: bool = True,
        outlines: Outlines | None = None,
    ) -> list[MergedShape]:
        """Add a tile's superpixels; returns the shapes that are now complete.

        `labels` is (1024, 1024), numbered 1 to n; `probabilities` is (n,); `positive` are the numbers of the
        superpixels to merge. Two are neighbours when pixels of theirs share an edge. `outlines` are those of
        `superpixel_outlines`, traced here when they are not given.
        """
        chosen = list(positive)
        if outlines is None:
            outlines = superpixel_outlines(labels) if chosen else {}
        added = self._start_shapes(tile, outlines, probabilities, chosen, in_positive_tile)
        if added.any():
            pixels = added[labels]
            self._join(pixels[:, :-1], pixels[:, 1:])
            self._join(pixels[:-1], pixels[1:])
            for neighbour, edge in _edges(tile, pixels):
                self._meet(tile, neighbour, edge)
        closed = self._close_until(tile.quadkey)
        return list(self._complete([*added[added > 0].tolist(), *closed]))

    def skip(self, tile: Tile) -> list[MergedShape]:
        """Pass over a tile without superpixels; returns the shapes that are now complete."""
        return list(self._complete(self._close_until(tile.quadkey)))

    def finish(self) -> list[MergedShape]:
        """The remaining shapes, after the last tile."""
        return list(self._complete(self._close_until(None)))

    def _start_shapes(
        self,
        tile: Tile,
        outlines: Outlines,
        probabilities: NDArray[np.float32],
        chosen: Iterable[int],
        in_positive_tile: bool,
    ) -> NDArray[np.int64]:
        """Start a shape for each positive superpixel. Returns the number of each label, 0 for negative."""
        added = np.zeros(len(probabilities) + 1, dtype=np.int64)
        corner = np.array([tile.x, tile.y]) * TILE_SIZE
        for label in chosen:
            number = added[label] = next(self._numbers)
            area = shapely.transform(fill_rings(outlines[label]), lambda points: points + corner)
            probability = float(probabilities[label - 1])
            self._shapes[number] = _Growing(
                [number], [area], [(tile, label)], [probability], in_positive_tile
            )
        return added

    def _join(self, numbers: NDArray[np.int64], beside: NDArray[np.int64]) -> None:
        """Join the shapes of numbers at the same place in two arrays of equal shape."""
        differ = (numbers != beside) & (numbers > 0) & (beside > 0)
        for one, other in np.unique(np.column_stack([numbers[differ], beside[differ]]), axis=0).tolist():
            kept, joined = self._find(one), self._find(other)
            if kept != joined:
                self._shape_of[joined] = kept
                self._shapes[kept].take(self._shapes.pop(joined))

    def _find(self, number: int) -> int:
        while (above := self._shape_of.get(number)) is not None:
            number = above
        return number

    def _meet(self, tile: Tile, neighbour: Tile, edge: NDArray[np.int64]) -> None:
        """Join a tile's edge with that of an earlier neighbour, or leave it open for a later one."""
        if neighbour.quadkey < tile.quadkey:
            if (facing := self._borders.get((tile, neighbour))) is not None:
                self._join(edge, facing)
        elif edge.any():
            self._borders[neighbour, tile] = edge.copy()
            heapq.heappush(self._awaited, (neighbour.quadkey, neighbour, tile))
            for number in _distinct(edge):
                self._shapes[self._find(number)].n_open += 1

    def _close_until(self, quadkey: str | None) -> list[int]:
        """Drop borders whose awaited tile was added or passed. Returns the superpixels along them."""
        closed = []
        while self._awaited and (quadkey is None or self._awaited[0][0] <= quadkey):
            _, awaited, tile = heapq.heappop(self._awaited)
            for number in _distinct(self._borders.pop((awaited, tile))):
                self._shapes[self._find(number)].n_open -= 1
                closed.append(number)
        return closed

    def _complete(self, numbers: Iterable[int]) -> Iterator[MergedShape]:
        for shape_number in {self._find(number): None for number in numbers}:
            shape = self._shapes[shape_number]
            if shape.n_open:
                continue
            del self._shapes[shape_number]
            for number in shape.numbers:
                self._shape_of.pop(number, None)
            geometry = to_degrees(shapely.union_all(shape.areas), self.zoom)
            yield MergedShape(geometry, shape.superpixels, shape.probabilities, shape.in_positive_tile)


def _edges(tile: Tile, pixels: NDArray[np.int64]) -> Iterator[tuple[Tile, NDArray[np.int64]]]:
    """The four neighbours of a tile, each with the tile's own pixels along their border."""
    last = (1 << tile.z) - 1
    if tile.x > 0:
        yield Tile(tile.z, tile.x - 1, tile.y), pixels[:, 0]
    if tile.x < last:
        yield Tile(tile.z, tile.x + 1, tile.y), pixels[:, -1]
    if tile.y > 0:
        yield Tile(tile.z, tile.x, tile.y - 1), pixels[0]
    if tile.y < last:
        yield Tile(tile.z, tile.x, tile.y + 1), pixels[-1]


def _distinct(numbers: NDArray[np.int64]) -> list[int]:
    return [number for number in np.unique(numbers).tolist() if number]
