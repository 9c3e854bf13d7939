"""A search's tiles for a map: whole areas where it is zoomed out, single tiles where it is zoomed in."""

from typing import Any

import mercantile
from django.db.models import Sum
from django.db.models.functions import Substr

from detection.runs.models import DetectionRun, TileResult
from ml.tiles import Bounds, tile_at, tile_from_quadkey

FINER = 3
"""Zooms that a cell is below the map: 32 px wide on the screen."""
MAX_CELLS = 4000
STATES = TileResult.State.values
Cell = dict[str, Any]


def cells_of(run: DetectionRun, *, bounds: Bounds, zoom: int) -> dict[str, Any]:
    """The cells within `bounds`, degrees, for a map at `zoom`: `quadkey` and the number of tiles in each
    state. `zoom` of the answer is that of the cells; it is the search's own where each cell is one tile."""
    wanted = min(zoom + FINER, run.zoom)
    chunk_zoom = len(run.chunks.values_list("quadkey", flat=True).first() or "")
    if wanted > chunk_zoom:
        single = _tiles(run, bounds)
        if single is not None:
            return {"zoom": run.zoom, "cells": single}
    level = min(wanted, chunk_zoom)
    while level and _n_cells(bounds, level) > MAX_CELLS:
        level -= 1
    return {"zoom": level, "cells": _areas(run, bounds, level)}


def _tiles(run: DetectionRun, bounds: Bounds) -> list[Cell] | None:
    """None when they are too many."""
    first, last = _corners(bounds, run.zoom)
    inside = run.tile_results.filter(
        z=run.zoom, x__gte=first[0], x__lte=last[0], y__gte=first[1], y__lte=last[1]
    )
    rows = list(inside.order_by().values_list("x", "y", "state")[: MAX_CELLS + 1])
    if len(rows) > MAX_CELLS:
        return None
    return [_cell(mercantile.quadkey(x, y, run.zoom), {state: 1}) for x, y, state in rows]


def _areas(run: DetectionRun, bounds: Bounds, level: int) -> list[Cell]:
    first, last = _corners(bounds, level)
    names = [
        mercantile.quadkey(x, y, level)
        for x in range(first[0], last[0] + 1)
        for y in range(first[1], last[1] + 1)
    ]
    placed = run.chunks.annotate(cell=Substr("quadkey", 1, level)).order_by().filter(cell__in=names)
    rows = placed.values_list("cell").annotate(**{state: Sum(f"n_{state}") for state in STATES})
    return [_cell(row[0], dict(zip(STATES, row[1:], strict=True))) for row in rows]


def _n_cells(bounds: Bounds, level: int) -> int:
    first, last = _corners(bounds, level)
    return (last[0] - first[0] + 1) * (last[1] - first[1] + 1)


def _corners(bounds: Bounds, zoom: int) -> tuple[tuple[int, int], tuple[int, int]]:
    north_west = tile_at(max(-180.0, bounds.west), bounds.north, zoom)
    south_east = tile_at(min(180.0, bounds.east), bounds.south, zoom)
    return (north_west.x, north_west.y), (south_east.x, south_east.y)


def _cell(quadkey: str, counts: dict[str, int]) -> Cell:
    return {"quadkey": quadkey} | {state: int(n) for state, n in counts.items() if n}


def bounds_of(run: DetectionRun) -> Bounds | None:
    """Round the search's tiles, in degrees, for the map to begin with."""
    quadkeys = list(run.chunks.order_by("pk").values_list("quadkey", flat=True))
    if not quadkeys:
        return None
    edges = [tile_from_quadkey(quadkey).bounds for quadkey in _coarse(quadkeys)]
    west, south, east, north = zip(*edges, strict=True)
    return Bounds(min(west), min(south), max(east), max(north))


def _coarse(quadkeys: list[str], most: int = 256) -> set[str]:
    """Their ancestors, at most `most`: their edges are within a few per cent of those of all."""
    level = len(quadkeys[0])
    cells = set(quadkeys)
    while len(cells) > most and level > 1:
        level -= 1
        cells = {quadkey[:level] for quadkey in cells}
    return cells
