"""The tiles of a search by state, for maps and bars."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from detection.runs.models import DetectionRun, TileResult

State = TileResult.State


@dataclass(frozen=True)
class Share:
    """One state's segment of the coverage bar."""

    state: TileResult.State
    count: int
    start: float
    """Where the segment begins; like `percent`, its length, in per cent of the bar."""
    percent: float


def shares_of(counts: dict[str, int]) -> list[Share]:
    total = sum(counts.values()) or 1
    order = (State.ANALYSED, State.NO_IMAGERY, State.FAILED, State.PENDING)
    starts = accumulate((100 * counts[state] / total for state in order), initial=0.0)
    return [
        Share(state, counts[state], start, 100 * counts[state] / total)
        for state, start in zip(order, starts, strict=False)
    ]


def tile_collection(run: DetectionRun, *, after: int, limit: int, state: str | None = None) -> dict[str, Any]:
    results = TileResult.objects.filter(run=run, pk__gt=after).order_by("pk")
    page = list((results.filter(state=state) if state else results)[: limit + 1])
    has_next = len(page) > limit
    return {
        "type": "FeatureCollection",
        "features": [_square(result) for result in page[:limit]],
        "next": page[limit - 1].pk if has_next else None,
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
