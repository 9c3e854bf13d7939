"""Converts values of more than 8 bits to bytes, equally for every tile of a file."""

from collections import OrderedDict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rasterio.io import DatasetReader
from rasterio.windows import Window

SAMPLES_ACROSS = 8
SAMPLE_PX = 64
PERCENTILES = (2.0, 98.0)
MAX_KNOWN = 512

Ranges = tuple[tuple[float, float], ...]
_known_ranges: OrderedDict[tuple[object, ...], Ranges] = OrderedDict()


def scale_to_bytes(
    values: NDArray[np.generic], dataset: DatasetReader, indexes: tuple[int, ...], path: Path
) -> NDArray[np.uint8]:
    """Values of shape (bands, rows, columns) as uint8 of the same shape; 8-bit values stay unchanged.

    `values` come from the bands `indexes`, counted from 1, of `dataset`, opened from `path`. Values of more
    than 8 bits are stretched between the file's 2nd and 98th percentiles, taken from a grid of small windows,
    because reading a large file would take minutes, and kept until the file changes. Raises rasterio's errors
    when those windows cannot be read.
    """
    if values.dtype == np.uint8:
        return values.astype(np.uint8)
    key = (_state(path), dataset.width, dataset.height, indexes)
    ranges = _known_ranges.get(key) or _value_ranges(dataset, indexes)
    _known_ranges[key] = ranges
    if len(_known_ranges) > MAX_KNOWN:
        _known_ranges.popitem(last=False)
    low, high = (np.array(edge, dtype=np.float32).reshape(-1, 1, 1) for edge in zip(*ranges, strict=True))
    shares = (values.astype(np.float32) - low) / np.maximum(high - low, 1)
    scaled: NDArray[np.uint8] = np.rint(np.clip(shares, 0, 1) * 255).astype(np.uint8)
    return scaled


def _state(path: Path) -> tuple[str, int, int]:
    """What changes with the file. Of an address the name alone is known."""
    try:
        found = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), found.st_mtime_ns, found.st_size


def _value_ranges(dataset: DatasetReader, indexes: tuple[int, ...]) -> Ranges:
    """Low and high percentile of each band."""
    samples = [dataset.read(indexes, window=window, masked=True) for window in _sample_windows(dataset)]
    bands = [
        np.concatenate([sample[band].compressed() for sample in samples]) for band in range(len(indexes))
    ]
    return tuple(_range(band) for band in bands)


def _sample_windows(dataset: DatasetReader) -> list[Window]:
    width, height = min(SAMPLE_PX, dataset.width), min(SAMPLE_PX, dataset.height)
    columns = np.linspace(0, dataset.width - width, SAMPLES_ACROSS).astype(int)
    rows = np.linspace(0, dataset.height - height, SAMPLES_ACROSS).astype(int)
    return [Window(int(column), int(row), width, height) for row in rows for column in columns]


def _range(values: NDArray[np.generic]) -> tuple[float, float]:
    if not values.size:
        return 0.0, 1.0
    low, high = np.percentile(values.astype(np.float64), PERCENTILES)
    return float(low), float(high)
