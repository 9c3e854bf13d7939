"""Slippy-map tiles: addresses, edges, and which of them cover a region.

The mathematics are those of `mercantile`; this module adds what Landscar asks of a tile. Longitudes and
latitudes are degrees on WGS 84, mercator coordinates are metres in EPSG:3857, rows and columns are counted
from the picture's upper left corner.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, cast

import mercantile
import shapely
import shapely.errors
import shapely.geometry

from ml.errors import MlError

TILE_SIZE = 1024
MAX_ZOOM = 28


class Bounds(NamedTuple):
    """Edges of an area, in degrees or metres as the caller says."""

    west: float
    south: float
    east: float
    north: float


class TileError(MlError):
    """An address that is on no tile pyramid, or a region that is no GeoJSON geometry."""


@dataclass(frozen=True, order=True)
class Tile:
    """One cell of the web-mercator pyramid; `z` is the zoom, `x` counts eastwards, `y` southwards."""

    z: int
    x: int
    y: int

    def __post_init__(self) -> None:
        if not 0 <= self.z <= MAX_ZOOM:
            raise TileError(f"Zoom {self.z} is outside 0 to {MAX_ZOOM}; choose a zoom in that range.")
        side = 1 << self.z
        if not (0 <= self.x < side and 0 <= self.y < side):
            raise TileError(f"Tile {self} does not exist: at zoom {self.z} x and y run from 0 to {side - 1}.")

    def __str__(self) -> str:
        return f"{self.z}/{self.x}/{self.y}"

    @cached_property
    def quadkey(self) -> str:
        """Bing's quadkey: one digit a zoom level, so that a prefix is an ancestor."""
        return cast(str, mercantile.quadkey(self._address))

    @cached_property
    def bounds(self) -> Bounds:
        """Edges in degrees."""
        return Bounds(*mercantile.bounds(self._address))

    @cached_property
    def mercator_bounds(self) -> Bounds:
        """Edges in metres of EPSG:3857."""
        return Bounds(*mercantile.xy_bounds(self._address))

    @property
    def _address(self) -> mercantile.Tile:
        return mercantile.Tile(self.x, self.y, self.z)

    def children(self, zoom: int) -> list[Tile]:
        """All tiles at `zoom` within this one, row by row from the upper left; itself at its own zoom."""
        if zoom < self.z:
            raise TileError(f"Tile {self} has no children at zoom {zoom}; ask for zoom {self.z} or more.")
        side = 1 << (zoom - self.z)
        west, north = self.x * side, self.y * side
        return [Tile(zoom, west + column, north + row) for row in range(side) for column in range(side)]

    def metres_per_pixel(self, size: int = TILE_SIZE) -> float:
        """Ground metres that one pixel covers at the tile's centre, for a picture `size` pixels wide."""
        bounds, edges = self.mercator_bounds, self.bounds
        centre = math.radians((edges.south + edges.north) / 2)
        return (bounds.east - bounds.west) * math.cos(centre) / size


def tile_at(lng: float, lat: float, z: int) -> Tile:
    """The tile at zoom `z` that holds a point given in degrees; points beyond the pyramid are clamped."""
    if not (math.isfinite(lng) and math.isfinite(lat)):
        raise TileError(f"({lng}, {lat}) is no point on the globe; give finite degrees.")
    found = mercantile.tile(lng, max(-85.0511, min(85.0511, lat)), z, truncate=True)
    return Tile(found.z, found.x, found.y)


def tile_from_text(text: str) -> Tile:
    """The tile whose `str()` is "z/x/y". Raises `TileError`."""
    try:
        z, x, y = map(int, text.split("/"))
    except ValueError as error:
        raise TileError(
            f"{text!r} is no tile; write zoom, column and row, such as 16/37772/21848."
        ) from error
    return Tile(z, x, y)


def tile_from_quadkey(quadkey: str) -> Tile:
    """The tile that a quadkey names; `Tile.quadkey` gives it back."""
    try:
        found = mercantile.quadkey_to_tile(quadkey)
    except mercantile.QuadKeyError as error:
        raise TileError(f"{quadkey!r} is no quadkey; it holds digits 0 to 3 only.") from error
    return Tile(found.z, found.x, found.y)


def tiles_in_geometry(geojson: Mapping[str, Any], z: int) -> Iterator[Tile]:
    """Every tile at zoom `z` that shares area with a region, in the order of their quadkeys.

    `geojson` is a geometry, a Feature or a FeatureCollection in degrees. Points and lines take the tiles
    that they touch. The pyramid is walked from the top, so that a region of any size needs little memory
    and whole branches inside it cost no geometry. Raises `TileError` for what is no geometry.
    """
    region = read_geometry(geojson)
    Tile(z, 0, 0)
    return _walk(Tile(0, 0, 0), region, z)


def _walk(tile: Tile, region: shapely.Geometry, z: int) -> Iterator[Tile]:
    square = shapely.box(*tile.bounds)
    if not _overlaps(region, square):
        return
    if tile.z == z:
        yield tile
        return
    inside = region.intersection(square)
    covered = bool(inside.equals(square))
    for child in tile.children(tile.z + 1):
        yield from _all_below(child, z) if covered else _walk(child, inside, z)


def _all_below(tile: Tile, z: int) -> Iterator[Tile]:
    if tile.z == z:
        yield tile
        return
    for child in tile.children(tile.z + 1):
        yield from _all_below(child, z)


def _overlaps(region: shapely.Geometry, square: shapely.Geometry) -> bool:
    if not region.intersects(square):
        return False
    return region.area == 0 or not region.touches(square)


def read_geometry(geojson: Mapping[str, Any]) -> shapely.Geometry:
    """A geometry, a Feature or a FeatureCollection as one valid shape in degrees; raises `TileError`."""
    try:
        region = shapely.union_all([shapely.geometry.shape(part) for part in _geometries(geojson)])
    except (
        AttributeError,
        IndexError,
        KeyError,
        TypeError,
        ValueError,
        shapely.errors.ShapelyError,
    ) as error:
        raise TileError(
            f"The region must be a polygon in longitude and latitude ({error}); check its coordinates."
        ) from error
    if region.is_empty:
        raise TileError("The region is empty; draw at least one point, line or polygon.")
    return region if region.is_valid else shapely.make_valid(region)


def _geometries(geojson: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    kind = geojson.get("type")
    if kind == "FeatureCollection":
        return [feature["geometry"] for feature in geojson["features"]]
    if kind == "Feature":
        return [geojson["geometry"]]
    return [geojson]


def pixel_to_lnglat(tile: Tile, row: float, column: float, size: int = TILE_SIZE) -> tuple[float, float]:
    """Longitude and latitude, in degrees, of a point in a tile's picture `size` pixels wide.

    (0, 0) is the upper left corner of the first pixel, (size, size) the lower right corner of the last.
    """
    edges = tile.mercator_bounds
    x = edges.west + (edges.east - edges.west) * column / size
    y = edges.north - (edges.north - edges.south) * row / size
    lng, lat = mercantile.lnglat(x, y)
    return float(lng), float(lat)
