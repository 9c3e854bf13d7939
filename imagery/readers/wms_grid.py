"""In which projection and pieces a WMS is asked for a tile."""

from dataclasses import dataclass

from imagery.readers.base import Bounds
from imagery.readers.canvas import MERCATOR
from imagery.readers.wms_capabilities import WmsLayer, WmsService
from ml.tiles import TILE_SIZE, Tile

DEGREES = "EPSG:4326"
# Web mercator first, whose pixels need no warping; the others are names for it or degrees.
MERCATOR_NAMES = ("EPSG:3857", "EPSG:900913", "EPSG:102100", "EPSG:102113", "EPSG:3785")
DEGREE_NAMES = ("CRS:84", "EPSG:4326")
MARGIN_PX = 2
"""Around a tile that is to be warped, so that pixels at its edge have neighbours."""
MAX_PIECES = 64


@dataclass(frozen=True)
class Piece:
    """One request: its edges, easting before northing, its size, and where its pixels go in the canvas."""

    edges: Bounds
    columns: int
    rows: int
    row: int
    column: int


def readable_crs(service: WmsService, layer: WmsLayer) -> str:
    """The best name that the layer has for web mercator, or else for degrees; empty when it has neither."""
    offered = {name.upper(): name for name in layer.crs}
    names = MERCATOR_NAMES + (DEGREE_NAMES if service.version == "1.3.0" else DEGREE_NAMES[::-1])
    return next((offered[name] for name in names if name in offered), "")


def is_mercator(crs: str) -> bool:
    return crs.upper() in MERCATOR_NAMES


def area_of(tile: Tile, crs: str) -> tuple[str, Bounds, int]:
    """CRS for GDAL, edges, and pixels a side of the picture that the tile is cut or warped out of."""
    if is_mercator(crs):
        return MERCATOR, Bounds(*tile.mercator_bounds), TILE_SIZE
    west, south, east, north = tile.bounds
    x, y = ((east - west) * MARGIN_PX / TILE_SIZE), ((north - south) * MARGIN_PX / TILE_SIZE)
    return DEGREES, Bounds(west - x, south - y, east + x, north + y), TILE_SIZE + 2 * MARGIN_PX


def pieces_of(edges: Bounds, side: int, service: WmsService) -> list[Piece]:
    """The requests for a square of `side` pixels, none of them larger than the server allows; too many are
    none, since a server that gives so little at a time is no source of tiles."""
    width = min(side, service.max_width or side)
    height = min(side, service.max_height or side)
    if -(-side // width) * -(-side // height) > MAX_PIECES:
        return []
    return [
        _piece(edges, side, row, min(row + height, side), column, min(column + width, side))
        for row in range(0, side, height)
        for column in range(0, side, width)
    ]


def _piece(edges: Bounds, side: int, top: int, bottom: int, left: int, right: int) -> Piece:
    x, y = (edges.east - edges.west) / side, (edges.north - edges.south) / side
    part = Bounds(
        edges.west + left * x, edges.north - bottom * y, edges.west + right * x, edges.north - top * y
    )
    return Piece(part, right - left, bottom - top, top, left)
