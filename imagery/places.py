"""Places that people name: a latitude and longitude, or a link from a map site."""

import math
import random
import re
from typing import NamedTuple
from urllib.parse import unquote

from imagery.errors import ImageryError
from imagery.messages import message as _
from ml.tiles import Tile, tile_at

MAX_LATITUDE = 85.05
"""Web maps end there."""
NUMBER = r"(-?\d{1,3}(?:\.\d+)?)"
PLAIN = re.compile(rf"^\s*{NUMBER}\s*°?\s*[,;/ ]\s*{NUMBER}\s*°?\s*$")
DECIMAL_COMMAS = re.compile(r"^\s*(-?\d{1,3}),(\d+)\s*[;/ ]\s*(-?\d{1,3}),(\d+)\s*$")
DEGREES = re.compile(
    r"""^\s*(\d{1,2})[°\s]+(?:(\d{1,2}(?:\.\d+)?)[′'’\s]*)?(?:(\d{1,2}(?:\.\d+)?)["″”\s]*)?([NSПнпд]+)[\s,;]*
    (\d{1,3})[°\s]+(?:(\d{1,2}(?:\.\d+)?)[′'’\s]*)?(?:(\d{1,2}(?:\.\d+)?)["″”\s]*)?([EWСхзс]+)\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
# Google, OpenStreetMap, Bing, Apple, geo:; each gives the latitude first.
LINKS = [
    re.compile(rf"@{NUMBER},{NUMBER}"),
    re.compile(rf"!3d{NUMBER}!4d{NUMBER}"),
    re.compile(rf"[?&]mlat={NUMBER}&mlon={NUMBER}"),
    re.compile(rf"#(?:map=)?\d+(?:\.\d+)?/{NUMBER}/{NUMBER}"),
    re.compile(rf"[?&#](?:q|ll|query|center|cp|sll|daddr)=(?:loc:)?{NUMBER}[,~\s+]+{NUMBER}"),
    re.compile(rf"[?&#]lat={NUMBER}&(?:lon|lng)={NUMBER}"),
    re.compile(rf"^geo:{NUMBER},{NUMBER}"),
]
LONGITUDE_FIRST = [
    re.compile(rf"yandex\.[a-z.]+/.*[?&]ll={NUMBER},{NUMBER}"),
    re.compile(rf"[?&#]lon={NUMBER}&lat={NUMBER}"),
    re.compile(rf"#mapCenter={NUMBER},{NUMBER}"),
    re.compile(rf"[?&#]mapCenter={NUMBER},{NUMBER}"),
]


Edges = tuple[float, float, float, float]
"""West, south, east and north in degrees."""


class Place(NamedTuple):
    lng: float
    lat: float


DEFAULT_PLACE = Place(27.5, 51.3)
"""Where a world-wide source is looked at when nobody has named a place yet: amber digs in Polissia, which any
imagery of the world shows."""


class UnknownPlace(ImageryError):
    """The text names no place."""


def parse_place(text: str) -> Place:
    """The place in a text such as “51.3, 27.5”, “51°18′N 27°30′E” or a link from a map site.

    Raises `UnknownPlace`.
    """
    text = unquote(text.strip())
    found = _plain(text) or _degrees(text) or _linked(text)
    if found is None:
        raise UnknownPlace(
            _("There is no place in this. Give latitude and longitude, such as 51.3, 27.5, or a map’s link.")
        )
    if not (abs(found.lat) <= MAX_LATITUDE and abs(found.lng) <= 180):
        raise UnknownPlace(
            _("Latitude %(lat)s and longitude %(lng)s are on no web map; is the latitude first?")
            % {"lat": found.lat, "lng": found.lng}
        )
    return found


def _plain(text: str) -> Place | None:
    if match := DECIMAL_COMMAS.match(text):
        return Place(lat=float(f"{match[1]}.{match[2]}"), lng=float(f"{match[3]}.{match[4]}"))
    match = PLAIN.match(text)
    return Place(lat=float(match[1]), lng=float(match[2])) if match else None


def _degrees(text: str) -> Place | None:
    match = DEGREES.match(text)
    if match is None:
        return None
    lat, lng = (
        float(degrees) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
        for degrees, minutes, seconds in (match.group(1, 2, 3), match.group(5, 6, 7))
    )
    south, west = match[4].lower() in {"s", "пд"}, match[8].lower() in {"w", "з", "зх"}
    return Place(lat=-lat if south else lat, lng=-lng if west else lng)


def _linked(text: str) -> Place | None:
    for pattern in LONGITUDE_FIRST:
        if match := pattern.search(text):
            return Place(lng=float(match[1]), lat=float(match[2]))
    for pattern in LINKS:
        if match := pattern.search(text):
            return Place(lat=float(match[1]), lng=float(match[2]))
    return None


def is_worldwide(edges: Edges) -> bool:
    """Whether the centre of this area says nothing about where there is imagery."""
    west, south, east, north = edges
    return east - west > 90 or north - south > 60


def contains(edges: Edges, place: Place) -> bool:
    west, south, east, north = edges
    return west <= place.lng <= east and south <= place.lat <= north


def centre_of(edges: Edges) -> Place:
    west, south, east, north = edges
    south, north = (max(-MAX_LATITUDE, min(MAX_LATITUDE, edge)) for edge in (south, north))
    return Place((west + east) / 2, (south + north) / 2)


def place_elsewhere(place: Place, zoom: int, edges: Edges | None, chance: random.Random) -> Place:
    """Another place in the source's area; for a source of the whole world a few tiles away."""
    if edges is not None and not is_worldwide(edges):
        west, south, east, north = edges
        return Place(chance.uniform(west, east), chance.uniform(south, north))
    here, side = tile_at(place.lng, place.lat, zoom), 1 << zoom
    angle, far = chance.uniform(0, 2 * math.pi), chance.uniform(3, 12)
    x, y = here.x + round(far * math.cos(angle)), here.y + round(far * math.sin(angle))
    return centre_of(Tile(zoom, x % side, max(0, min(side - 1, y))).bounds)
