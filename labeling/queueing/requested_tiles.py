"""Read the tiles that an editor asks for: an area, or a list of tiles."""

import json
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from campaigns.errors import InvalidRegion, TooManyTiles
from campaigns.models import Campaign
from campaigns.regions.check import check_region
from labeling.errors import InvalidTileRequest
from ml.errors import MlError
from ml.tiles import Tile, tile_from_quadkey, tiles_in_geometry

MAX_TILES = 2000
Corners = tuple[float, float, float, float]


def read_requested_tiles(text: str, campaign: Campaign) -> list[Tile]:
    """Tiles of the campaign's zoom from a GeoJSON geometry or feature, from `west,south,east,north`, or from
    lines of z/x/y or quadkeys. Raises `InvalidTileRequest` with the line."""
    text = text.strip()
    if text.startswith("{"):
        return _in_geometry(_read_json(text), campaign)
    if corners := _read_box(text):
        west, south, east, north = corners
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        return _in_geometry({"type": "Polygon", "coordinates": [ring]}, campaign)
    lines = enumerate(text.splitlines(), start=1)
    tiles = [_read_line(number, line.strip(), campaign) for number, line in lines if line.strip()]
    return _checked(list(dict.fromkeys(tiles)))


def _read_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise InvalidTileRequest(_("This is not valid GeoJSON: %(error)s") % {"error": error}) from error
    except RecursionError as error:
        raise InvalidTileRequest(_("The GeoJSON is nested too deeply.")) from error


def _in_geometry(geometry: Any, campaign: Campaign) -> list[Tile]:
    """Tiles that share area with polygons, or those that points and lines touch."""
    if _has_areas(geometry):
        try:
            geometry = check_region(geometry, campaign.zoom).geometry
        except TooManyTiles as error:
            raise InvalidTileRequest(_too_many()) from error
        except InvalidRegion as error:
            raise InvalidTileRequest(str(error)) from error
    try:
        tiles = list(islice(tiles_in_geometry(geometry, campaign.zoom), MAX_TILES + 1))
    except (MlError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise InvalidTileRequest(_("The area cannot be read: %(error)s") % {"error": error}) from error
    return _checked(tiles)


def _has_areas(geometry: Any) -> bool:
    kind = geometry.get("type")
    if kind == "FeatureCollection":
        features = geometry.get("features")
        return isinstance(features, list) and any(
            isinstance(one, dict) and _has_areas(one) for one in features
        )
    if kind == "Feature":
        return isinstance(geometry.get("geometry"), dict) and _has_areas(geometry["geometry"])
    return kind in ("Polygon", "MultiPolygon")


def _read_box(text: str) -> Corners | None:
    parts = text.split(",")
    if len(parts) != 4:
        return None
    try:
        west, south, east, north = (float(part) for part in parts)
    except ValueError:
        return None
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise InvalidTileRequest(
            _("A box is west,south,east,north in degrees, with west < east and south < north.")
        )
    return west, south, east, north


def _read_line(number: int, line: str, campaign: Campaign) -> Tile:
    try:
        tile = Tile(*(int(part) for part in line.split("/"))) if "/" in line else tile_from_quadkey(line)
    except (MlError, ValueError, TypeError) as error:
        words = {"line": number, "text": line[:60]}
        raise InvalidTileRequest(
            _("Line %(line)d, “%(text)s”, is neither z/x/y nor a quadkey.") % words
        ) from error
    if tile.z != campaign.zoom:
        words = {"line": number, "zoom": tile.z, "wanted": campaign.zoom}
        raise InvalidTileRequest(_("Line %(line)d has zoom %(zoom)d; the campaign has %(wanted)d.") % words)
    return tile


def _checked(tiles: list[Tile]) -> list[Tile]:
    if not tiles:
        raise InvalidTileRequest(_("The list is empty. Enter an area, or one tile per line."))
    if len(tiles) > MAX_TILES:
        raise InvalidTileRequest(_too_many())
    return tiles


def _too_many() -> str:
    return _("More than %(most)d tiles. Choose a smaller area.") % {"most": MAX_TILES}
