"""A coarse picture of where a source has imagery, to draw a region on. For workers: it reads the source."""

import hashlib
import io
import logging

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from imagery.errors import ImageryError, NoImagery
from imagery.files import write_atomically
from imagery.models import ImagerySource
from imagery.readers.registry import TileReader, open_reader
from ml.tiles import TILE_SIZE, Tile, tile_at

SIDE = 2
"""Tiles along each side: an extent fits into two by two of the zoom at which one would nearly do."""
FINEST, COARSEST = 16, 5
AROUND_ZOOM = 12
"""Of a source without an extent: its surroundings are shown where somebody looked, some 20 km of them."""
QUALITY = 72
RGBA = NDArray[np.uint8]

logger = logging.getLogger(__name__)


def draw_overview(*, source: ImagerySource, lng: float, lat: float) -> bool:
    """Store a picture of the source's extent, or of the surroundings of a place, with its edges. False where
    the terms forbid keeping it or the source shows nothing so coarsely: regions are then drawn without."""
    if not source.may_cache or source.keep_days is not None:
        return False
    corner = _corner(source, lng, lat)
    picture = _read(open_reader(source), corner)
    if picture is None:
        return False
    content = _encode(picture)
    name = f"sources/{source.pk}-{source.version}/overview-{hashlib.sha256(content).hexdigest()[:12]}.webp"
    write_atomically(name, content)
    last = Tile(corner.z, corner.x + SIDE - 1, corner.y + SIDE - 1)
    edges = [corner.bounds.west, last.bounds.south, last.bounds.east, corner.bounds.north]
    ImagerySource.objects.filter(pk=source.pk).update(overview={"picture": name, "bounds": edges})
    return True


def _corner(source: ImagerySource, lng: float, lat: float) -> Tile:
    """The upper left of the tiles that are drawn."""
    if source.bounds is None:
        centre = tile_at(lng, lat, AROUND_ZOOM + 1)
        return _clamped(AROUND_ZOOM, (centre.x - 1) // 2, (centre.y - 1) // 2)
    west, south, east, north = source.bounds
    for zoom in range(FINEST, COARSEST, -1):
        first, last = tile_at(west, north, zoom), tile_at(east, south, zoom)
        if last.x - first.x < SIDE and last.y - first.y < SIDE:
            return _clamped(zoom, first.x, first.y)
    first = tile_at(west, north, COARSEST)
    return _clamped(COARSEST, first.x, first.y)


def _clamped(zoom: int, x: int, y: int) -> Tile:
    last = (1 << zoom) - SIDE
    return Tile(zoom, min(max(x, 0), last), min(max(y, 0), last))


def _read(reader: TileReader, corner: Tile) -> RGBA | None:
    """uint8 RGBA, transparent where there is nothing; None when there is nothing at all."""
    picture = np.zeros((SIDE * TILE_SIZE, SIDE * TILE_SIZE, 4), dtype=np.uint8)
    for row in range(SIDE):
        for column in range(SIDE):
            try:
                found = reader.read(Tile(corner.z, corner.x + column, corner.y + row))
            except NoImagery:
                continue
            except ImageryError as error:
                logger.info("No overview at zoom %d: %s", corner.z, error)
                return None
            rows, columns = (slice(n * TILE_SIZE, (n + 1) * TILE_SIZE) for n in (row, column))
            picture[rows, columns, :3] = found.image
            picture[rows, columns, 3] = 255 if found.valid is None else found.valid * np.uint8(255)
    return picture if picture[..., 3].any() else None


def _encode(picture: RGBA) -> bytes:
    small = Image.fromarray(picture, "RGBA").resize((TILE_SIZE, TILE_SIZE), Image.Resampling.BOX)
    buffer = io.BytesIO()
    small.save(buffer, "WEBP", quality=QUALITY)
    return buffer.getvalue()
