"""What a run has looked at, for maps and bars."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from detection.runs.models import DetectionRun, TileResult

State = TileResult.State


@dataclass(frozen=True)
class Share:
    """One state's part of a run, for a bar of four."""

    state: TileResult.State
    count: int
    start: float
    """Where the bar's part begins, in per cent of its length; `percent` is how long it is."""
    percent: float


def shares_of(counts: dict[str, int]) -> list[Share]:
    """In the order in which the bar shows them; what was not looked at comes last."""
    total = sum(counts.values()) or 1
    order = (State.ANALYSED, State.NO_IMAGERY, State.FAILED, State.PENDING)
    starts = accumulate((100 * counts[state] / total for state in order), initial=0.0)
    return [
        Share(state, counts[state], start, 100 * counts[state] / total)
        for state, start in zip(order, starts, strict=False)
    ]


def tile_collection(run: DetectionRun, *, after: int, limit: int, state: str | None = None) -> dict[str, Any]:
    """A GeoJSON FeatureCollection of tile squares, in the order they were planned."""
    found = TileResult.objects.filter(run=run, pk__gt=after).order_by("pk")
    page = list((found.filter(state=state) if state else found)[: limit + 1])
    more = len(page) > limit
    return {
        "type": "FeatureCollection",
        "features": [_square(result) for result in page[:limit]],
        "next": page[limit - 1].pk if more else None,
    }


def _square(result: TileResult) -> dict[str, Any]:
    west, south, east, north = (round(edge, 6) for edge in result.address.bounds)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "id": str(result),
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {
            "state": result.state,
            "failure": result.failure,
            "n_superpixels": result.n_superpixels,
            "n_positive": result.n_positive,
            "max_probability": result.max_probability,
        },
    }
