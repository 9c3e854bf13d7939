"""Converts values of more than 8 bits to bytes, equally for every tile of a file."""

import functools
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.io import DatasetReader
from rasterio.windows import Window

SAMPLES_ACROSS = 8
SAMPLE_PX = 64
PERCENTILES = (2.0, 98.0)


def scale_to_bytes(
    values: NDArray[np.generic], dataset: DatasetReader, indexes: tuple[int, ...], path: Path
) -> NDArray[np.uint8]:
    """Values of shape (bands, rows, columns) as uint8 of the same shape; 8-bit values stay unchanged.

    `values` come from the bands `indexes`, counted from 1, of `dataset`, opened from `path`. Values of more
    than 8 bits are stretched between the file's 2nd and 98th percentiles, taken from a grid of small windows.
    Raises rasterio's errors when those windows cannot be read.
    """
    if values.dtype == np.uint8:
        return values.astype(np.uint8)
    changed = path.stat()
    ranges = _value_ranges(str(path), dataset.driver, changed.st_mtime_ns, changed.st_size, indexes)
    low, high = (np.array(edge, dtype=np.float32).reshape(-1, 1, 1) for edge in zip(*ranges, strict=True))
    shares = (values.astype(np.float32) - low) / np.maximum(high - low, 1)
    scaled: NDArray[np.uint8] = np.rint(np.clip(shares, 0, 1) * 255).astype(np.uint8)
    return scaled


@functools.lru_cache(maxsize=32)
def _value_ranges(
    path: str, driver: str, mtime_ns: int, size: int, indexes: tuple[int, ...]
) -> tuple[tuple[float, float], ...]:
    """Low and high percentile of each band, from a grid of small windows, because reading a large file would
    take minutes. Cached until the file changes."""
    with rasterio.open(path, driver=driver) as dataset:
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
