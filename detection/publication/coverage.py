"""The tiles of a search dissolved into a few polygons, one for each state."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import mercantile
import shapely
import shapely.geometry

from detection.runs.models import DetectionRun, TileResult
from ml.geometry import oriented

Cell = tuple[int, int]


def run_coverage(run: DetectionRun) -> dict[str, Any]:
    cells: dict[str, set[Cell]] = defaultdict(set)
    rows = run.tile_results.values_list("state", "x", "y").order_by()
    for state, x, y in rows.iterator(chunk_size=10_000):
        cells[state].add((x, y))
    states = [state for state in TileResult.State.values if cells[state]]
    return {
        "type": "FeatureCollection",
        "features": [_feature(state, cells[state], run.zoom) for state in states],
    }


def _feature(state: str, cells: set[Cell], zoom: int) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"state": state, "n_tiles": len(cells)},
        "geometry": shapely.geometry.mapping(dissolve(cells, zoom)),
    }


def dissolve(cells: set[Cell], zoom: int) -> shapely.MultiPolygon:
    """The outline, in degrees, of tiles (x, y) at one zoom.

    Four tiles that fill their parent are merged first: a region of 450,000 tiles leaves a few thousand
    squares to unite. The union is computed on whole numbers, where neighbours share their edges exactly.
    """
    squares = [shapely.box(x, y, x + side, y + side) for x, y, side in _squares(cells)]
    outline = shapely.simplify(shapely.union_all(squares), 0)
    return oriented(shapely.transform(outline, _to_degrees(zoom), interleaved=True))


def _squares(cells: set[Cell]) -> Iterator[tuple[int, int, int]]:
    side = 1
    while cells:
        merged = _full_parents(cells)
        for x, y in cells:
            if (x >> 1, y >> 1) not in merged:
                yield x * side, y * side, side
        cells, side = merged, side * 2


def _full_parents(cells: set[Cell]) -> set[Cell]:
    corners = ((0, 0), (1, 0), (0, 1), (1, 1))
    parents = {(x >> 1, y >> 1) for x, y in cells if not (x & 1 or y & 1)}
    return {(x, y) for x, y in parents if all((2 * x + dx, 2 * y + dy) in cells for dx, dy in corners)}


def _to_degrees(zoom: int) -> Callable[[Any], list[tuple[float, float]]]:
    def to_degrees(corners: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
        points = (mercantile.ul(int(x), int(y), zoom) for x, y in corners)
        return [(round(point.lng, 7), round(point.lat, 7)) for point in points]

    return to_degrees
