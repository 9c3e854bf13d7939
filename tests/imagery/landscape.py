"""A drawn landscape without end: its colour is known everywhere, so a server can show it on any grid."""

import numpy as np
import pyproj
from numpy.typing import NDArray

from imagery.readers.base import Bounds

MERCATOR = "EPSG:3857"
WAVE_M = 220.0
"""Shorter than a tile of zoom 16 (611 m in web mercator), and smooth enough to be interpolated."""


def colours_at(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Colours of points in metres of web mercator: uint8 (..., 3), 28 to 228. A shift by one pixel of a tile
    at zoom 16 changes them by up to 2 levels, one by ten pixels by up to 10."""
    waves = [np.sin(x / WAVE_M * 3 + band) * np.cos(y / WAVE_M * 2 - 2 * band) for band in range(3)]
    return np.rint(128 + 100 * np.stack(waves, axis=-1)).astype(np.uint8)


def draw_area(edges: Bounds, columns: int, rows: int, crs: str = MERCATOR) -> NDArray[np.uint8]:
    """What a server draws: uint8 (rows, columns, 3). `edges` are in the CRS's units, easting first."""
    x = edges.west + (np.arange(columns) + 0.5) * (edges.east - edges.west) / columns
    y = edges.north - (np.arange(rows) + 0.5) * (edges.north - edges.south) / rows
    if crs == MERCATOR:
        return colours_at(x, y[:, np.newaxis])
    to_mercator = pyproj.Transformer.from_crs(crs, MERCATOR, always_xy=True)
    if crs == "EPSG:4326":  # Each axis for itself: quicker by far.
        x, y = to_mercator.transform(x, np.zeros(columns))[0], to_mercator.transform(np.zeros(rows), y)[1]
        return colours_at(x, y[:, np.newaxis])
    return colours_at(*to_mercator.transform(*np.meshgrid(x, y)))


def differences(image: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.int16]:
    return np.abs(image.astype(np.int16) - other.astype(np.int16))
