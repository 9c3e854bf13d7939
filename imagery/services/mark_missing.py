"""Takes part of a stored tile out of use: it has proved to be a placeholder."""

import logging
from collections.abc import Iterable
from functools import partial

import numpy as np
from django.db import transaction

from imagery.emptiness import MAX_MISSING_SHARE, Mask, missing_share, superpixels_without_data
from imagery.errors import StorageError
from imagery.files import delete_picture_files, read_labels, read_valid, write_valid
from imagery.messages import Message
from imagery.messages import message as _
from imagery.models import Tile, TileSegmentation
from imagery.readers.fingerprints import area_of
from imagery.signals import data_lost
from ml import tiles
from ml.tiles import TILE_SIZE

logger = logging.getLogger(__name__)


@transaction.atomic
def mark_missing(*, tile: Tile, parts: Iterable[tiles.Tile]) -> None:
    """Count parts of a tile as missing. Picture and superpixels stay as they are, so votes keep their
    meaning; superpixels that lose their data are no longer asked, scored or counted. A tile that has lost
    more than half has no imagery."""
    row = Tile.objects.select_for_update().get(pk=tile.pk)
    if row.state not in (Tile.State.READY, Tile.State.EXPIRED):
        return
    valid = without_parts(read_valid(row), row.address, parts)
    row.mask, row.missing_share = write_valid(row, valid), missing_share(valid)
    if row.missing_share > MAX_MISSING_SHARE:
        _take_picture(row)
    row.save(update_fields=["mask", "missing_share", "state", "failure_parts", "picture"])
    for segmentation in row.segmentations.all():
        segmentation.store_without_data(_without_data(row, segmentation, valid))
    data_lost.send(sender=Tile, tile=row)


def _take_picture(row: Tile) -> None:
    if row.picture:
        transaction.on_commit(partial(delete_picture_files, row.picture))
    row.state, row.picture = Tile.State.NO_IMAGERY, ""
    row.failure_parts = too_little_words(row.address, row.missing_share)


def without_parts(valid: Mask | None, tile: tiles.Tile, parts: Iterable[tiles.Tile]) -> Mask:
    found = np.ones((TILE_SIZE, TILE_SIZE), dtype=np.bool_) if valid is None else valid.copy()
    for part in parts:
        found[area_of(part, tile)] = False
    return found


def too_little_words(tile: tiles.Tile, missing: float) -> Message:
    words = _("The source has no imagery for %(share).0f%% of tile %(tile)s.")
    return words % {"share": 100 * missing, "tile": tile}


def _without_data(tile: Tile, segmentation: TileSegmentation, valid: Mask) -> list[int]:
    if tile.state == Tile.State.NO_IMAGERY:
        return list(range(1, segmentation.n_superpixels + 1))
    try:
        return superpixels_without_data(read_labels(segmentation), valid)
    except StorageError as error:
        # Its files are gone: it is cut again, with the new mask, before anything is asked or scored.
        logger.warning("%s", error)
        return list(segmentation.without_data)
