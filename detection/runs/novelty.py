"""Where a search's land is unlike what its model has learnt from."""

from typing import Any

from django.db.models import F, Max, Min, Sum

from detection.runs.models import DetectionRun, TileResult
from ml.tiles import Tile

MAX_CELLS_PER_SIDE = 64
MAX_CHUNKS = 50
USUAL_SHARE = 0.05
"""Share of novel superpixels on land like that learnt from, by definition of `ml.novelty`."""
MIN_SHARE = 0.2
"""Tiles from this share on are worth labelling for their novelty."""


def novel_tiles(run: DetectionRun, count: int) -> list[TileResult]:
    """The analysed tiles with the largest share of novel superpixels, for volunteers to label: of the chunks
    that have most of these, so that a large region is not sorted for each reader."""
    chunks = run.chunks.filter(n_novel__gt=0).order_by("-n_novel", "pk")[:MAX_CHUNKS]
    analysed = run.tile_results.filter(
        chunk__in=list(chunks.values_list("pk", flat=True)), state=TileResult.State.ANALYSED, n_novel__gt=0
    )
    shares = analysed.annotate(share=F("n_novel") * 1.0 / F("n_superpixels"))
    return list(shares.filter(share__gte=MIN_SHARE).order_by("-share", "pk")[:count])


def novelty_collection(run: DetectionRun) -> dict[str, Any]:
    """The share of novel superpixels as a GeoJSON grid of at most 64 cells a side."""
    analysed = run.tile_results.filter(state=TileResult.State.ANALYSED)
    edges = analysed.aggregate(west=Min("x"), east=Max("x"), north=Min("y"), south=Max("y"))
    if edges["west"] is None:
        return {"type": "FeatureCollection", "features": []}
    extent = max(edges["east"] - edges["west"], edges["south"] - edges["north"]) + 1
    side = -(-extent // MAX_CELLS_PER_SIDE)
    # Whole numbers divided by whole numbers: the database rounds down.
    placed = analysed.order_by().annotate(
        column=(F("x") - edges["west"]) / side, row=(F("y") - edges["north"]) / side
    )
    cells = placed.values_list("column", "row").annotate(novel=Sum("n_novel"), all=Sum("n_superpixels"))
    corner = edges["west"], edges["north"]
    return {
        "type": "FeatureCollection",
        "features": [
            _cell(run.zoom, corner[0] + column * side, corner[1] + row * side, side, novel / all_)
            for column, row, novel, all_ in cells
            if all_
        ],
    }


def _cell(zoom: int, x: int, y: int, side: int, share: float) -> dict[str, Any]:
    first, last = Tile(zoom, x, y).bounds, Tile(zoom, x + side - 1, y + side - 1).bounds
    west, north, east, south = (round(edge, 6) for edge in (first.west, first.north, last.east, last.south))
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"share": round(share, 4)},
    }
