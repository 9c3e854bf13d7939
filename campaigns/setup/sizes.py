"""How large tiles and superpixels are on the ground, at each zoom."""

from dataclasses import dataclass
from typing import Any

import shapely.geometry

from imagery.models import ImagerySource
from imagery.source_kinds import SourceKind
from ml.tile_counts import TileCount, count_tiles
from ml.tiles import TILE_SIZE, Tile, tile_at

LOWEST, HIGHEST = 8, 20
MAX_CHECKED = 4000
"""Squares compared with the region for each zoom; a longer outline is estimated."""
WITH_ZOOMS = {SourceKind.XYZ, SourceKind.WMTS, SourceKind.PMTILES, SourceKind.MBTILES}
"""Sources that have pictures at certain zooms only; the others are drawn at any."""


@dataclass(frozen=True)
class ZoomFacts:
    zoom: int
    metres_per_pixel: float
    tiles: TileCount
    """Of the region."""

    @property
    def metres(self) -> float:
        """Width of a tile."""
        return self.metres_per_pixel * TILE_SIZE


def zooms_of(source: ImagerySource | None, region: dict[str, Any] | None, chosen: int) -> list[ZoomFacts]:
    """The zooms that the imagery has, and the chosen one anyway."""
    shape = shapely.geometry.shape(region) if region else shapely.Point(0, 0)
    zooms = sorted({*_zooms_with_imagery(source), chosen})
    return [_facts(shape, zoom) for zoom in zooms]


def _zooms_with_imagery(source: ImagerySource | None) -> range:
    if source is None or source.kind not in WITH_ZOOMS:
        return range(13, HIGHEST + 1)
    # A tile of 1024 px at zoom 16 is composed of a server's 256 px tiles at zoom 18.
    deeper = (TILE_SIZE // source.tile_px).bit_length() - 1
    highest = min(HIGHEST, source.max_zoom - deeper)
    return range(max(LOWEST, source.min_zoom - deeper, highest - 6), highest + 1)


def _facts(shape: Any, zoom: int) -> ZoomFacts:
    centre = shape.representative_point()
    tile: Tile = tile_at(centre.x, centre.y, zoom)
    tiles = count_tiles(shape, zoom, max_checked=MAX_CHECKED) if shape.area else TileCount(0, True)
    return ZoomFacts(zoom, tile.metres_per_pixel(), tiles)
