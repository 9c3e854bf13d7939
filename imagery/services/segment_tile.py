"""Cuts a tile into superpixels and stores them."""

import io
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from imagery.emptiness import superpixels_without_data
from imagery.files import data_path, read_picture, read_valid, write_atomically
from imagery.models import Tile, TileSegmentation
from imagery.outlines import stored_outlines
from ml.segmentation_settings import SegmentationSettings

LABELS_NAME = ZipInfo("labels.npy").filename


def ensure_segmentation(*, tile: Tile, settings: SegmentationSettings) -> TileSegmentation:
    """The superpixels of a READY tile with these settings, made and stored when they are missing.

    The stored picture is segmented, so a tile always has the same superpixels, and a missing file is made
    again. Raises `StorageError` for a tile without a picture and for a full disk.
    """
    stored = TileSegmentation.objects.filter(tile=tile, settings_key=settings.key).first()
    if stored is None or not has_files(stored):
        cut = cut_tile(tile, settings, read_picture(tile))
        stored = store_segmentation(tile=tile, settings=settings, cut=cut)
    stored_outlines(stored)  # whoever asks for it is about to show it
    return stored


def has_files(segmentation: TileSegmentation) -> bool:
    return data_path(segmentation.labels).is_file()


@dataclass(frozen=True)
class Cut:
    """A tile's superpixels: `labels` int32 (1024, 1024) from 1, and the numbers of those without data."""

    labels: NDArray[np.int32]
    without_data: list[int]


def cut_tile(tile: Tile, settings: SegmentationSettings, picture: NDArray[np.uint8]) -> Cut:
    """Cut the tile's stored picture and write its labels, but no row. Uses no database, so it may run in a
    thread. Outlines are drawn when somebody first needs them (`imagery.outlines`)."""
    # Loaded here: it imports scikit-image, which web processes must not load.
    from ml.segmentation import segment_tile

    labels = segment_tile(picture, settings)
    labels_file, _outlines_file = _names(tile, settings)
    write_atomically(labels_file, pack_labels(labels))
    return Cut(labels, superpixels_without_data(labels, read_valid(tile)))


@transaction.atomic
def store_segmentation(*, tile: Tile, settings: SegmentationSettings, cut: Cut) -> TileSegmentation:
    """Store the row for the file that `cut_tile` wrote."""
    labels, outlines = _names(tile, settings)
    segmentation, _created = TileSegmentation.objects.get_or_create(
        tile=tile,
        settings_key=settings.key,
        defaults={"n_superpixels": int(cut.labels.max()), "labels": labels, "outlines": outlines},
    )
    # Locked, since a part of the tile may have proved to be a placeholder while it was cut.
    latest = Tile.objects.select_for_update().only("mask").get(pk=tile.pk)
    numbers = cut.without_data
    if latest.mask != tile.mask:
        numbers = superpixels_without_data(cut.labels, read_valid(latest))
    if segmentation.without_data != numbers:
        segmentation.store_without_data(numbers)
    return segmentation


def _names(tile: Tile, settings: SegmentationSettings) -> tuple[str, str]:
    name = f"{tile.path_stem}-{tile.sha256[:12]}-{settings.key}"
    return f"{name}.npz", f"{name}.json"


def pack_labels(labels: NDArray[np.int32]) -> bytes:
    """npz with `labels`, in the smallest unsigned type that holds them. Packed quickly: NumPy's own takes
    three times as long for a few per cent."""
    array, buffer = io.BytesIO(), io.BytesIO()
    np.save(array, labels.astype(np.min_scalar_type(int(labels.max()))), allow_pickle=False)
    with ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(LABELS_NAME, array.getvalue())
    return buffer.getvalue()
