"""What a WMTS says it offers. Imports OWSLib, so only worker processes may import it.

OWSLib parses what we have fetched; it fetches nothing itself.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyproj
from owslib.wmts import WebMapTileService
from pyproj.exceptions import ProjError

from imagery.readers.base import Bounds
from imagery.readers.canvas import MERCATOR
from imagery.readers.ogc_documents import MAX_TIMES, bounds_of, parse_document, short
from ml.tiles import Tile

PIXEL_M = 0.00028
"""A pixel's size, as OGC defines scale denominators."""
METRES_A_DEGREE = 111319.49079327358
MERCATOR_CODES = {"3857", "900913", "102100", "102113", "3785", "41001"}
MAX_TILE_PX = 4096
WORLD = Tile(0, 0, 0).mercator_bounds
SAME_ORIGIN_M = 1.0
SAME_SIZE = 1e-4
"""Relative. Capabilities round their numbers, by half a pixel at deep zooms; servers draw on the exact grid,
whose numbers are taken where they are meant."""


@dataclass(frozen=True)
class Matrix:
    """One level: `px` is a pixel's size, `west` and `north` its origin, in the units of the set's CRS."""

    name: str
    px: float
    west: float
    north: float
    tile_width: int
    tile_height: int
    columns: int
    rows: int


@dataclass(frozen=True)
class MatrixSet:
    name: str
    crs: str
    """For GDAL: easting before northing, whatever the server's order is."""
    matrices: tuple[Matrix, ...]
    """From the coarsest to the finest."""


@dataclass(frozen=True)
class Limits:
    """Numbers of the first and last row and column that a layer has in a matrix."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    def hold(self, row: int, column: int) -> bool:
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column


@dataclass(frozen=True)
class WmtsLayer:
    """`templates` are RESTful addresses by format; `limits` are by matrix set and matrix."""

    name: str
    title: str
    styles: tuple[str, ...]
    """The default one first."""
    formats: tuple[str, ...]
    templates: Mapping[str, str]
    matrix_sets: tuple[str, ...]
    limits: Mapping[tuple[str, str], Limits]
    bounds: Bounds | None
    time_name: str
    """How the layer calls its time dimension; empty when it has none."""
    times: tuple[str, ...]
    default_time: str


@dataclass(frozen=True)
class WmtsService:
    layers: Mapping[str, WmtsLayer]
    matrix_sets: Mapping[str, MatrixSet]
    """Those whose CRS is known."""
    tile_address: str
    """Where GetTile is sent; empty when the service does not say."""


def parse_wmts(content: bytes, host: str) -> WmtsService:
    """The capabilities in a document. Raises `SourceUnavailable` for anything else."""
    return parse_document(content, host, "WMTS", _service)


def _service(xml: bytes) -> WmtsService:
    service = WebMapTileService("http://unused.invalid", xml=xml)
    sets = {name: found for name, one in service.tilematrixsets.items() if (found := _matrix_set(one))}
    return WmtsService(
        layers={name: _layer(layer) for name, layer in service.contents.items()},
        matrix_sets=sets,
        tile_address=_tile_address(service),
    )


def _tile_address(service: Any) -> str:
    """The address for requests by parameters; RESTful ones are the layers' templates."""
    operation = next((one for one in service.operations if one.name == "GetTile"), None)
    for method in operation.methods if operation else []:
        values = [value.lower() for one in method.get("constraints") or [] for value in one.values]
        if method.get("type", "").lower() == "get" and (not values or "kvp" in values):
            return str(method.get("url") or "")
    return ""


def _matrix_set(one: Any) -> MatrixSet | None:
    crs = _crs(one.crs)
    if crs is None:
        return None
    is_mercator = crs.to_epsg() == 3857
    unit_m = METRES_A_DEGREE if crs.is_geographic else crs.axis_info[0].unit_conversion_factor
    north_first = crs.axis_info[0].direction == "north"
    usable = [each for each in one.tilematrix.values() if _is_usable(each)]
    matrices = [_matrix(each, unit_m, north_first, is_mercator) for each in usable]
    name = MERCATOR if is_mercator else _gdal_crs(crs, one.crs)
    return MatrixSet(one.identifier, name, tuple(sorted(matrices, key=lambda matrix: -matrix.px)))


def _crs(written: str) -> pyproj.CRS | None:
    """Known by its name, or by the code at the end of names such as urn:ogc:def:crs:EPSG:6.18:3:3857."""
    code = written.rpartition(":")[2]
    names = ["EPSG:3857"] if code in MERCATOR_CODES else [written, f"EPSG:{code}"]
    for name in names:
        try:
            crs = pyproj.CRS.from_user_input(name)
            pyproj.Transformer.from_crs(crs, "EPSG:3857")  # Not so for the Moon's.
            return crs
        except ProjError:
            continue
    return None


def _gdal_crs(crs: pyproj.CRS, written: str) -> str:
    epsg = crs.to_epsg()
    return f"EPSG:{epsg}" if epsg else "EPSG:4326" if written.upper().endswith("CRS84") else crs.to_wkt()


def _is_usable(one: Any) -> bool:
    numbers = (one.scaledenominator, *one.topleftcorner)
    sizes = (one.tilewidth, one.tileheight)
    return (
        all(math.isfinite(number) for number in numbers)
        and one.scaledenominator > 0
        and all(0 < size <= MAX_TILE_PX for size in sizes)
    )


def _matrix(one: Any, unit_m: float, north_first: bool, is_mercator: bool) -> Matrix:
    px = one.scaledenominator * PIXEL_M / unit_m
    first, second = one.topleftcorner
    # Some servers write degrees with the longitude first all the same; no latitude is beyond 90.
    if north_first and not (unit_m == METRES_A_DEGREE and abs(first) > 90):
        first, second = second, first
    if is_mercator:
        px, first, second = _snapped(px, one.tilewidth, first, second)
    return Matrix(
        one.identifier, px, first, second, one.tilewidth, one.tileheight, one.matrixwidth, one.matrixheight
    )


def _snapped(px: float, tile_width: int, west: float, north: float) -> tuple[float, float, float]:
    """The numbers of the slippy-map grid where those of the capabilities are meant to be."""
    world = WORLD.east - WORLD.west
    tiles_across = world / (px * tile_width)
    power = 2.0 ** round(math.log2(tiles_across))
    if abs(tiles_across / power - 1) < SAME_SIZE:
        px = world / (power * tile_width)
    if abs(west - WORLD.west) < SAME_ORIGIN_M and abs(north - WORLD.north) < SAME_ORIGIN_M:
        west, north = WORLD.west, WORLD.north
    return px, west, north


def _layer(layer: Any) -> WmtsLayer:
    tiles = [one for one in layer.resourceURLs if one["resourceType"] == "tile"]
    time_name = next((name for name in layer.dimensions if name.lower() == "time"), "")
    dimension: dict[str, Any] = layer.dimensions.get(time_name, {})
    return WmtsLayer(
        name=layer.name,
        title=short(layer.title or layer.name),
        styles=tuple(sorted(layer.styles, key=lambda style: not layer.styles[style]["isDefault"])),
        formats=tuple(layer.formats),
        templates={one["format"]: one["template"] for one in reversed(tiles)},
        matrix_sets=tuple(layer.tilematrixsetlinks),
        limits=_limits(layer),
        bounds=bounds_of(getattr(layer, "boundingBoxWGS84", None)),
        time_name=time_name,
        times=tuple(dimension.get("values", ())[-MAX_TIMES:]),
        default_time=dimension.get("default") or "",
    )


def _limits(layer: Any) -> dict[tuple[str, str], Limits]:
    return {
        (link.tilematrixset, matrix): Limits(one.mintilerow, one.maxtilerow, one.mintilecol, one.maxtilecol)
        for link in layer.tilematrixsetlinks.values()
        for matrix, one in link.tilematrixlimits.items()
    }
