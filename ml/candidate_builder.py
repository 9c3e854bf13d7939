"""Makes `Candidates` from tiles, one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from ml.candidates import Candidates
from ml.clusters import near_pairs
from ml.geometry import area_ha, fill_rings, to_degrees
from ml.tiles import TILE_SIZE, Tile

Outlines = Mapping[int, Sequence[Sequence[tuple[float, float]]]]
WIDTHS = 4.0
MIN_DISTANCE_M = 300.0
"""Pairs are kept up to four widths of a usual candidate, and to this distance at least."""


@dataclass
class CandidateBuilder:
    """Collects the superpixels from `floor` on, of tiles of one zoom that are added row by row from the
    north, and in a row from the west. Memory holds the candidates, and the pixels along one row's edge."""

    zoom: int
    floor: float
    _tiles: list[Tile] = field(default_factory=list)
    _tile_of: list[int] = field(default_factory=list)
    _numbers: list[int] = field(default_factory=list)
    _probabilities: list[float] = field(default_factory=list)
    _outlines: list[shapely.Geometry] = field(default_factory=list)
    _touching: list[NDArray[np.int64]] = field(default_factory=list)
    _south: dict[int, tuple[int, NDArray[np.int64]]] = field(default_factory=dict)
    """By column: the row of the last tile added there, and the candidates along its southern edge from 1; 0
    for other pixels."""
    _east: tuple[Tile | None, NDArray[np.int64]] = (None, np.empty(0, dtype=np.int64))

    def add(
        self,
        tile: Tile,
        labels: NDArray[np.int32],
        probabilities: Sequence[float | None],
        outlines: Outlines,
    ) -> None:
        """`labels` is (1024, 1024), numbered from 1; `probabilities` are of superpixels 1, 2, ..., None for
        those without data; `outlines` are those of `ml.outlines.superpixel_outlines`. Superpixels without an
        outline are left out."""
        ids = np.zeros(int(labels.max()) + 1, dtype=np.int64)
        corner = np.array([tile.x, tile.y]) * TILE_SIZE
        for number, probability in enumerate(probabilities, start=1):
            if probability is None or probability < self.floor or number not in outlines:
                continue
            self._numbers.append(number)
            self._probabilities.append(probability)
            self._tile_of.append(len(self._tiles))
            self._outlines.append(
                shapely.transform(fill_rings(outlines[number]), lambda points: points + corner)
            )
            ids[number] = len(self._numbers)
        self._tiles.append(tile)
        pixels = ids[labels]
        self._touch(pixels[:, :-1], pixels[:, 1:])
        self._touch(pixels[:-1], pixels[1:])
        self._meet(tile, pixels)

    def finish(self) -> Candidates:
        """Everything that was added."""
        shapes = [to_degrees(outline, self.zoom) for outline in self._outlines]
        touching = np.unique(np.concatenate([np.empty((0, 2), np.int64), *self._touching]), axis=0)
        areas = np.array([area_ha(shape) for shape in shapes])
        width_m = 100 * float(np.sqrt(np.median(areas))) if shapes else 0.0
        distance = max(MIN_DISTANCE_M, WIDTHS * width_m)
        near, metres = _without(*near_pairs(shapes, distance), touching, len(shapes))
        blobs = [shapely.to_wkb(outline) for outline in self._outlines]
        return Candidates(
            zoom=self.zoom,
            floor=self.floor,
            max_distance_m=distance,
            tiles=np.array([(tile.x, tile.y) for tile in self._tiles], dtype=np.int64).reshape(-1, 2),
            tile_of=np.array(self._tile_of, dtype=np.int64),
            numbers=np.array(self._numbers, dtype=np.int64),
            probabilities=np.array(self._probabilities, dtype=np.float64),
            areas_ha=areas,
            bounds=np.array([shape.bounds for shape in shapes]).reshape(-1, 4),
            touching=touching,
            near=near,
            near_m=metres,
            starts=np.cumsum([0, *map(len, blobs)], dtype=np.int64),
            outlines=np.frombuffer(b"".join(blobs), dtype=np.uint8),
        )

    def _touch(self, ids: NDArray[np.int64], beside: NDArray[np.int64]) -> None:
        differ = (ids != beside) & (ids > 0) & (beside > 0)
        if differ.any():
            pairs = np.sort(np.column_stack([ids[differ], beside[differ]]), axis=1)
            self._touching.append(np.unique(pairs, axis=0) - 1)

    def _meet(self, tile: Tile, pixels: NDArray[np.int64]) -> None:
        west, edge = self._east
        if west == Tile(tile.z, tile.x - 1, tile.y):
            self._touch(edge, pixels[:, 0])
        row, northern = self._south.get(tile.x, (-1, edge))
        if row == tile.y - 1:
            self._touch(northern, pixels[0])
        self._south[tile.x] = tile.y, pixels[-1].copy()
        self._east = tile, pixels[:, -1].copy()


def _without(
    pairs: NDArray[np.int64], metres: NDArray[np.float64], others: NDArray[np.int64], n: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    kept = ~np.isin(pairs[:, 0] * n + pairs[:, 1], others[:, 0] * n + others[:, 1])
    return pairs[kept], metres[kept]
