"""Cutting a tile into superpixels and keeping them."""

import io
import json

import numpy as np
from numpy.typing import NDArray

from imagery.files import Rings, data_path, read_picture, write_atomically
from imagery.models import Tile, TileSegmentation
from ml.segmentation_settings import SegmentationSettings


def ensure_segmentation(*, tile: Tile, settings: SegmentationSettings) -> TileSegmentation:
    """The superpixels of a READY tile under these settings; made and stored when they are not there yet.

    The stored picture is what is segmented, so the same tile always gives the same superpixels, and a file
    that has gone is made again. Raises `StorageError` for a tile without picture and for a full disk.
    """
    stored = TileSegmentation.objects.filter(tile=tile, settings_key=settings.key).first()
    if stored and data_path(stored.labels).is_file() and data_path(stored.outlines).is_file():
        return stored
    # Loaded here: the first brings scikit-image into the process, which web processes must not load.
    from ml.outlines import superpixel_outlines
    from ml.segmentation import segment_tile

    labels = segment_tile(read_picture(tile), settings)
    name = f"{tile.folder}/{tile.z}-{tile.x}-{tile.y}-{tile.sha256[:12]}-{settings.key}"
    write_atomically(f"{name}.npz", pack_labels(labels))
    write_atomically(f"{name}.json", pack_outlines(superpixel_outlines(labels)))
    segmentation, _ = TileSegmentation.objects.get_or_create(
        tile=tile,
        settings_key=settings.key,
        defaults={"n_superpixels": int(labels.max()), "labels": f"{name}.npz", "outlines": f"{name}.json"},
    )
    return segmentation


def pack_labels(labels: NDArray[np.int32]) -> bytes:
    """npz with `labels`, in the smallest unsigned type that holds them."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, labels=labels.astype(np.min_scalar_type(int(labels.max()))))
    return buffer.getvalue()


def pack_outlines(outlines: dict[int, Rings]) -> bytes:
    """Compact JSON, `{"1": [[[column, row], ...], ...]}`, to a tenth of a pixel."""
    rounded = {
        str(number): [[[_short(column), _short(row)] for column, row in ring] for ring in rings]
        for number, rings in outlines.items()
    }
    return json.dumps(rounded, separators=(",", ":")).encode()


def _short(value: float) -> float | int:
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded
