"""Reads and stores a tile's picture."""

import hashlib
import io
import logging
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from imagery.errors import ImageryError, NoImagery
from imagery.files import write_atomically
from imagery.messages import Words, words_of
from imagery.models import ImagerySource, Tile
from imagery.readers.base import TilePicture
from imagery.readers.registry import open_reader
from ml import tiles

logger = logging.getLogger(__name__)

# Measured on 1024 px satellite tiles: JPEG 92 without chroma subsampling takes 5 ms and 310 KiB at 43.8 dB;
# WebP 90 saves a third of the bytes, takes 10 to 25 times as long and loses 2 to 3 dB. Subsampling is off
# because the features use colour.
JPEG_OPTIONS = {"quality": 92, "subsampling": 0, "optimize": False}
FINAL_STATES = (Tile.State.READY, Tile.State.NO_IMAGERY)


@dataclass(frozen=True)
class Reading:
    """The result of reading a tile: `columns` of its row and the file's `content`, or why there is none."""

    columns: dict[str, Any] = field(default_factory=dict)
    content: bytes = b""
    absence: Words = ""
    failure: Words = ""


def prepare_tile(*, source: ImagerySource, address: tiles.Tile) -> Tile:
    """Read and store the tile's picture. The row is then READY, NO_IMAGERY, or FAILED with the reason in
    `failure`.

    Never raises `ImageryError`. A READY or NO_IMAGERY tile of this version of the source is returned
    unchanged, a FAILED one is tried again. Safe to run twice at the same time: the first result stays.
    """
    tile = get_or_create_tile(source=source, address=address)
    if tile.state not in FINAL_STATES:
        store_reading(tile, read_tile(source, tile))
    return tile


def get_or_create_tile(*, source: ImagerySource, address: tiles.Tile) -> Tile:
    tile, _ = Tile.objects.get_or_create(
        source=source,
        source_version=source.version,
        z=address.z,
        x=address.x,
        y=address.y,
        defaults={"quadkey": address.quadkey},
    )
    return tile


def read_tile(source: ImagerySource, tile: Tile) -> Reading:
    """Read the picture and write its file. Never raises `ImageryError`, and uses no database, so it may run
    in a thread."""
    try:
        return _write_picture(tile, open_reader(source).read(tile.address))
    except NoImagery as nothing:
        return Reading(absence=words_of(nothing))
    except ImageryError as error:
        logger.warning("Tile %s of %s failed: %s", tile, source.slug, error)
        return Reading(failure=words_of(error))


def store_reading(tile: Tile, reading: Reading) -> None:
    """Store the result on the tile's row, unless another worker has already stored a picture."""
    if reading.columns:
        tile.store_picture(**reading.columns)
    elif reading.absence:
        tile.store_absence(reading.absence)
    else:
        tile.store_failure(reading.failure)


def _write_picture(tile: Tile, picture: TilePicture) -> Reading:
    # The file is named by its content, so two workers that write it at the same time do no harm.
    content = _encode(picture.image)
    sha256 = hashlib.sha256(content).hexdigest()
    relative = f"{tile.folder}/{tile.z}-{tile.x}-{tile.y}-{sha256[:12]}.jpg"
    write_atomically(relative, content)
    columns = {
        "picture": relative,
        "sha256": sha256,
        "captured_from": picture.captured_from,
        "captured_to": picture.captured_to,
        "missing_share": picture.missing_share,
    }
    return Reading(columns, content)


def _encode(image: NDArray[np.uint8]) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "JPEG", **JPEG_OPTIONS)
    return buffer.getvalue()
