"""Reads and stores a tile's picture."""

import hashlib
import io
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from django.db import transaction
from numpy.typing import NDArray
from PIL import Image

from imagery.emptiness import MAX_MISSING_SHARE, Mask, find_valid, missing_share
from imagery.errors import DiskFull, ImageryError, NoImagery
from imagery.files import delete_picture_files, write_atomically, write_valid
from imagery.messages import Words, words_of
from imagery.messages import message as _
from imagery.models import ImagerySource, Tile
from imagery.readers.base import TilePicture
from imagery.readers.fingerprints import Part
from imagery.readers.registry import open_reader
from imagery.services.find_placeholders import find_placeholders, known_placeholders
from imagery.services.mark_missing import mark_missing, too_little_words, without_parts
from imagery.signals import data_lost
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
    valid: Mask | None = None
    """The pixels with imagery; None when all have."""
    parts: tuple[Part, ...] = ()
    absence: Words = ""
    failure: Words = ""


def prepare_tile(*, source: ImagerySource, address: tiles.Tile) -> Tile:
    """Read and store the tile's picture. The row is then READY, NO_IMAGERY, or FAILED with the reason in
    `failure`.

    Never raises `ImageryError`. A READY or NO_IMAGERY tile of this version of the source is returned
    unchanged, a FAILED or EXPIRED one is read again. Safe to run twice at the same time: the first result
    stays.
    """
    tile = get_or_create_tile(source=source, address=address)
    if tile.state not in FINAL_STATES:
        read_and_store(tile)
    return tile


def read_and_store(tile: Tile) -> None:
    store_reading(tile, _read_or_explain(tile.source, tile))


def _read_or_explain(source: ImagerySource, tile: Tile) -> Reading:
    try:
        return read_tile(source, tile)
    except DiskFull as error:
        return Reading(failure=words_of(error))


def get_or_create_tile(*, source: ImagerySource, address: tiles.Tile, version: str = "") -> Tile:
    """The tile's row, of the source's version unless another is given."""
    tile, _created = Tile.objects.get_or_create(
        source=source,
        source_version=version or source.version,
        z=address.z,
        x=address.x,
        y=address.y,
        defaults={"quadkey": address.quadkey},
    )
    return tile


def make_tiles(*, source: ImagerySource, addresses: Iterable[tiles.Tile]) -> None:
    """Make the rows that are missing, in one statement: one by one each takes a transaction."""
    version = source.version
    rows = [
        Tile(source=source, source_version=version, z=one.z, x=one.x, y=one.y, quadkey=one.quadkey)
        for one in addresses
    ]
    Tile.objects.bulk_create(rows, ignore_conflicts=True)


def read_tile(source: ImagerySource, tile: Tile) -> Reading:
    """Read the picture and write its file. Raises no `ImageryError` but `DiskFull`, which is not the tile's
    fault, and uses no database, so it may run in a thread."""
    try:
        return _write_picture(tile, open_reader(source).read(tile.address))
    except NoImagery as nothing:
        return Reading(absence=words_of(nothing), parts=nothing.parts)
    except DiskFull:
        raise
    except ImageryError as error:
        logger.warning("Tile %s of %s failed: %s", tile, source.slug, error)
        return Reading(failure=words_of(error))


def store_reading(tile: Tile, reading: Reading) -> None:
    """Store the result on the tile's row, unless another worker has already stored a picture. Parts that are
    placeholders of the source count as missing."""
    placeholders = find_placeholders(tile=tile, parts=reading.parts)
    if placeholders and reading.columns:
        reading = _without_parts(tile, reading, placeholders)
    if reading.columns and tile.sha256 not in ("", reading.columns["sha256"]):
        _store_change(tile, reading)
    elif reading.columns:
        tile.store_picture(**reading.columns)
        _mark_found_meanwhile(tile, reading, placeholders)
    elif reading.absence:
        tile.store_absence(reading.absence)
    else:
        tile.store_failure(reading.failure)


def _mark_found_meanwhile(tile: Tile, reading: Reading, placeholders: list[tiles.Tile]) -> None:
    # Another worker may have found a placeholder before this tile was stored, and could not judge it again.
    late = set(known_placeholders(source_id=tile.source_id, parts=reading.parts)) - set(placeholders)
    if late:
        mark_missing(tile=tile, parts=late)
        tile.refresh_from_db()


def _without_parts(tile: Tile, reading: Reading, parts: list[tiles.Tile]) -> Reading:
    """The picture stays as it was sent, so that it is known again; the mask says what of it is imagery."""
    valid = without_parts(reading.valid, tile.address, parts)
    missing = missing_share(valid)
    if missing > MAX_MISSING_SHARE:
        delete_picture_files(reading.columns["picture"])
        return Reading(absence=too_little_words(tile.address, missing))
    columns = reading.columns | {"mask": write_valid(tile, valid), "missing_share": missing}
    return replace(reading, columns=columns, valid=valid)


@transaction.atomic
def _store_change(tile: Tile, reading: Reading) -> None:
    # The tile was cut, and perhaps answered, on another picture: its superpixels do not fit this one.
    delete_picture_files(reading.columns["picture"])
    tile.store_failure(
        _(
            "The imagery has changed since this tile’s picture was deleted, so its superpixels no longer "
            "fit. Raise the source’s revision to begin anew with the imagery of today."
        )
    )
    data_lost.send(sender=Tile, tile=tile)


def _write_picture(tile: Tile, picture: TilePicture) -> Reading:
    valid = find_valid(picture.image, picture.valid)
    if valid is not None and not valid.any():
        return Reading(absence=too_little_words(tile.address, 1.0), parts=picture.parts)
    # The file is named by its content, so two workers that write it at the same time do no harm.
    content = encode_picture(picture.image)
    sha256 = hashlib.sha256(content).hexdigest()
    relative = f"{tile.path_stem}-{sha256[:12]}.jpg"
    write_atomically(relative, content)
    columns = {
        "picture": relative,
        "sha256": sha256,
        "mask": write_valid(tile, valid),
        "captured_from": picture.captured_from,
        "captured_to": picture.captured_to,
        "missing_share": max(missing_share(valid), picture.missing_share),
    }
    return Reading(columns, content, valid, picture.parts)


def encode_picture(image: NDArray[np.uint8]) -> bytes:
    """As it is stored: the same pixels always give the same bytes, by which a tile is known again."""
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "JPEG", **JPEG_OPTIONS)
    return buffer.getvalue()
