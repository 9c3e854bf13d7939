"""Published places that end in a straight line at a tile's border though positive ground goes on behind."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import shapely.geometry
from django.conf import settings
from numpy.typing import NDArray

from demo.truth import segmentation_of
from detection.publication.models import Release
from detection.runs.models import DetectionRun, TileResult
from imagery import files
from ml.rule import positive_numbers
from ml.tiles import TILE_SIZE, Tile, tiles_in_geometry

SHORTEST_CUT_M = 60.0
INSET = 1
"""Pixels between a tile's border and those that are looked at: coordinates of a release are rounded."""
ALONG = np.arange(TILE_SIZE)
SIDES = ((-1, 0), (1, 0), (0, -1), (0, 1))
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Cut:
    place: int
    tile: Tile
    metres: float

    def __str__(self) -> str:
        return f"place {self.place} ends in {self.metres:.0f} m of the border of tile {self.tile}"


@dataclass
class PositiveGround:
    """Which pixels of a search's tiles lie in positive superpixels."""

    run: DetectionRun
    _masks: dict[tuple[int, int], Mask] = field(default_factory=dict)

    def at(self, x: int, y: int, columns: NDArray[np.int_], rows: NDArray[np.int_]) -> Mask:
        if (x, y) not in self._masks:
            self._masks[x, y] = self._read(x, y)
        return self._masks[x, y][rows, columns]

    def _read(self, x: int, y: int) -> Mask:
        analysed = self.run.tile_results.filter(state=TileResult.State.ANALYSED, n_positive__gt=0)
        result = analysed.filter(x=x, y=y).select_related("tile").first()
        if result is None:
            return np.zeros((TILE_SIZE, TILE_SIZE), dtype=bool)
        numbers = positive_numbers(result.probabilities or [], self.run.threshold)
        return np.isin(files.read_labels(segmentation_of(result, self.run)), numbers)


def straight_cuts(release: Release) -> list[Cut]:
    """The cuts in the release's file, at least `SHORTEST_CUT_M` long."""
    document = json.loads((Path(settings.DATA_ROOT) / release.geojson).read_bytes())
    ground = PositiveGround(release.run)
    return [cut for feature in document["features"] for cut in _cuts_of(feature, ground)]


def _cuts_of(feature: dict[str, Any], ground: PositiveGround) -> Iterator[Cut]:
    zoom = ground.run.zoom
    place = shapely.transform(
        shapely.geometry.shape(feature["geometry"]), lambda points: _pixels(points, zoom)
    )
    shapely.prepare(place)
    for tile in tiles_in_geometry(feature["geometry"], zoom):
        for side in SIDES:
            metres = _longest_run(_is_cut(place, tile, side, ground)) * tile.metres_per_pixel()
            if metres >= SHORTEST_CUT_M:
                yield Cut(feature["id"], tile, metres)


def _is_cut(place: shapely.Geometry, tile: Tile, side: tuple[int, int], ground: PositiveGround) -> Mask:
    """For each pixel along one side of a tile: the place ends there, and positive ground does not."""
    step_x, step_y = side
    inside = _along(step_x), _along(step_y)
    beyond = _along(-step_x), _along(-step_y)
    x, y = tile.x + step_x, tile.y + step_y
    ends = _contains(place, tile.x, tile.y, *inside) & ~_contains(place, x, y, *beyond)
    return ends & ground.at(x, y, *beyond)


def _along(step: int) -> NDArray[np.int_]:
    """Columns, or rows, of the pixels along the side that lies in this direction."""
    if step == 0:
        return ALONG
    return np.full(TILE_SIZE, TILE_SIZE - 1 - INSET if step > 0 else INSET)


def _contains(
    place: shapely.Geometry, x: int, y: int, columns: NDArray[np.int_], rows: NDArray[np.int_]
) -> Mask:
    return np.asarray(
        shapely.contains_xy(place, x * TILE_SIZE + columns + 0.5, y * TILE_SIZE + rows + 0.5), dtype=bool
    )


def _longest_run(mask: Mask) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _pixels(points: NDArray[np.float64], zoom: int) -> NDArray[np.float64]:
    """Degrees as world pixels of a zoom: the inverse of `ml.geometry.to_degrees`."""
    side = TILE_SIZE << zoom
    columns = (points[:, 0] + 180) / 360 * side
    rows = (1 - np.arcsinh(np.tan(np.radians(points[:, 1]))) / np.pi) / 2 * side
    return np.column_stack([columns, rows])
