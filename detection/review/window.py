"""The square of pictures that shows a whole finding, also where it lies in several tiles."""

import math
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from detection.runs.finding_models import Detection
from detection.runs.models import TileResult
from ml.tiles import TILE_SIZE

MARGIN = 0.1
"""Share of the finding's extent that is shown around it."""
MAX_TILES = 25


@dataclass(frozen=True)
class Window:
    """A square of world pixels of the search's zoom."""

    left: float
    top: float
    side: float

    def tiles(self) -> tuple[range, range]:
        """Columns and rows of the tiles that it shows a part of."""
        last = math.ceil((self.left + self.side) / TILE_SIZE), math.ceil((self.top + self.side) / TILE_SIZE)
        return range(int(self.left // TILE_SIZE), last[0]), range(int(self.top // TILE_SIZE), last[1])


def window_of(detection: Detection) -> Window:
    """A finding in one tile is shown with exactly this tile; another in the middle of a square at least as
    wide."""
    main, zoom = detection.tile_result, detection.run.zoom
    if len(detection.superpixels) == 1:
        return Window(main.x * TILE_SIZE, main.y * TILE_SIZE, TILE_SIZE)
    left, top = _world_pixels(detection.west, detection.north, zoom)
    right, bottom = _world_pixels(detection.east, detection.south, zoom)
    extent = max(right - left, bottom - top) * (1 + 2 * MARGIN)
    side = math.ceil(max(TILE_SIZE, extent))
    return Window(round((left + right - side) / 2), round((top + bottom - side) / 2), side)


def tiles_shown(detection: Detection) -> list[TileResult]:
    """The tiles in the window that have pictures or superpixels of the finding, its main tile first. Of more
    than `MAX_TILES`, those nearest to the main one."""
    columns, rows = window_of(detection).tiles()
    near = detection.run.tile_results.filter(
        x__gte=columns.start, x__lt=columns.stop, y__gte=rows.start, y__lt=rows.stop, tile__isnull=False
    )
    main = detection.tile_result
    found = near.select_related("tile__source")
    return sorted(found, key=lambda one: (abs(one.x - main.x) + abs(one.y - main.y), one.y, one.x))[
        :MAX_TILES
    ]


def pictures_of(detection: Detection, slug: str) -> list[dict[str, Any]]:
    """Where each tile lies in the window, in pixels from its upper left corner, and what to draw there."""
    window = window_of(detection)
    return [
        {
            "tile": str(result),
            "left": result.x * TILE_SIZE - window.left,
            "top": result.y * TILE_SIZE - window.top,
            "picture": picture_address(detection, result, slug),
            "outlines": reverse("api-detection-outlines", args=[slug, detection.pk]) + f"?tile={result}",
            "superpixels": detection.superpixels.get(str(result), []),
            "probabilities": result.probabilities or [],
        }
        for result in tiles_shown(detection)
    ]


def picture_address(detection: Detection, result: TileResult, slug: str) -> str:
    # With the picture's hash, so that browsers may cache it for ever.
    version = f"&v={result.tile.sha256[:12]}" if result.tile and result.tile.sha256 else ""
    return reverse("api-detection-picture", args=[slug, detection.pk]) + f"?tile={result}{version}"


def tile_shown(detection: Detection, name: str) -> TileResult:
    """The tile "z/x/y" of the window; the main one without a name. Raises TileResult.DoesNotExist."""
    if not name:
        return detection.tile_result
    for result in tiles_shown(detection):
        if str(result) == name:
            return result
    raise TileResult.DoesNotExist


def _world_pixels(lng: float, lat: float, zoom: int) -> tuple[float, float]:
    side = TILE_SIZE << zoom
    down = 0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)
    return (lng / 360 + 0.5) * side, down * side
