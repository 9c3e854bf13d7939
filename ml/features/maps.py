"""Dense maps: one value for each pixel and each question asked of its neighbourhood.

All maps come from a pyramid whose levels halve the picture, so that small filters see large things.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Map = NDArray[np.float32]

N_LBP_CODES = 10
STRIP = 32
"""Rows, or columns, that are smoothed by one product of matrices."""
BAND = 128
"""Rows whose patterns are found at once: so much stays in a core's own cache."""
REACH = 3.0
"""Standard deviations after which a Gaussian is cut off."""


@dataclass(frozen=True)
class Jet:
    """Gaussian derivatives of one map at one scale, multiplied by the scale, so that they are grey
    levels."""

    dx: Map
    dy: Map
    dxx: Map
    dxy: Map
    dyy: Map


def halve(image: Map) -> Map:
    """Means of 2 x 2 pixels of a (rows, columns, channels) picture; an odd last row or column is
    repeated."""
    rows, columns = image.shape[:2]
    if rows % 2 or columns % 2:
        image = np.pad(image, ((0, rows % 2), (0, columns % 2), (0, 0)), mode="edge")
    rows_added = image[0::2] + image[1::2]
    halved: Map = (rows_added[:, 0::2] + rows_added[:, 1::2]) * np.float32(0.25)
    return halved


def opponents(image: Map) -> Map:
    """(rows, columns, 3) RGB as (4, rows, columns): lightness, red against green, yellow against blue, in
    grey levels, and saturation from 0 to 1."""
    red, green, blue = image[..., 0], image[..., 1], image[..., 2]
    highest = np.maximum(np.maximum(red, green), blue)
    saturation = (highest - np.minimum(np.minimum(red, green), blue)) / (highest + 10)
    return np.stack([(red + green + blue) / 3, red - green, (red + green) / 2 - blue, saturation])


def gaussian(plane: Map, sigma: float) -> Map:
    """The map smoothed; what lies beyond an edge is like the edge."""
    weights = _gaussian_band(sigma)
    return _smooth_columns(_smooth_rows(plane, weights), weights)


def _smooth_rows(plane: Map, weights: Map) -> Map:
    """Each strip of rows is one product of matrices, several times as fast as a filter pixel by pixel."""
    rows, width = len(plane), weights.shape[1]
    margin = (width - STRIP) // 2
    padded = np.pad(plane, ((margin, margin + -rows % STRIP), (0, 0)), mode="edge")
    strips = sliding_window_view(padded, width, axis=0)[::STRIP].transpose(0, 2, 1)
    smooth: Map = (weights @ strips).reshape(-1, plane.shape[1])[:rows]
    return smooth


def _smooth_columns(plane: Map, weights: Map) -> Map:
    columns, width = plane.shape[1], weights.shape[1]
    margin = (width - STRIP) // 2
    padded = np.pad(plane, ((0, 0), (margin, margin + -columns % STRIP)), mode="edge")
    smooth = np.empty((len(plane), columns + -columns % STRIP), dtype=np.float32)
    for start in range(0, columns, STRIP):
        np.matmul(padded[:, start : start + width], weights.T, out=smooth[:, start : start + STRIP])
    return smooth[:, :columns]


@cache
def _gaussian_band(sigma: float) -> Map:
    """(STRIP, STRIP + 2 * margin): each row holds the same weights, one place further on."""
    margin = int(REACH * sigma + 0.5)
    weights = np.exp(-0.5 * (np.arange(-margin, margin + 1) / sigma) ** 2)
    band = np.zeros((STRIP, STRIP + 2 * margin), dtype=np.float32)
    for row in range(STRIP):
        band[row, row : row + len(weights)] = weights / weights.sum()
    return band


def differences(plane: Map, sigmas: Sequence[float]) -> Map:
    """Differences of Gaussians of neighbouring widths, (len(sigmas) - 1, rows, columns), in grey levels."""
    smooth = [gaussian(plane, sigma) for sigma in sigmas]
    return np.stack([narrow - wide for narrow, wide in pairwise(smooth)])


def local_contrast(plane: Map, sigma: float) -> Map:
    """The standard deviation within about `sigma` pixels, in grey levels, never under 2."""
    mean, square = gaussian(plane, sigma), gaussian(plane * plane, sigma)
    contrast: Map = np.sqrt(np.maximum(square - mean * mean, 0)) + np.float32(2)
    return contrast


def coherence(at: Jet, sigma: float) -> Map:
    """How much the slopes within `sigma` pixels agree in direction, 0 to 1: the structure tensor's."""
    xx, yy, xy = (gaussian(product, sigma) for product in (at.dx * at.dx, at.dy * at.dy, at.dx * at.dy))
    agreement: Map = np.hypot(xx - yy, 2 * xy) / (xx + yy + np.float32(1))
    return agreement


def local_maxima(planes: Map, reach: int) -> Map:
    """(channels, rows, columns) kept where nothing within `reach` pixels is higher, 0 elsewhere."""
    side = 2 * reach + 1
    highest = _highest(_highest(planes, side).swapaxes(1, 2), side).swapaxes(1, 2)
    return np.where(planes == highest, planes, np.float32(0))


def _highest(planes: Map, side: int) -> Map:
    """The largest of `side` neighbouring rows, from the largest of half as many."""
    found, width = np.pad(planes, ((0, 0), (side // 2, side // 2), (0, 0)), mode="edge"), 1
    while width < side:
        step = min(width, side - width)
        found, width = np.maximum(found[:, :-step], found[:, step:]), width + step
    return found


def jet(plane: Map, sigma: float) -> Jet:
    """Derivatives by central differences of the map smoothed with `sigma` pixels."""
    smooth = np.pad(gaussian(plane, sigma), 1, mode="edge")
    middle = smooth[1:-1, 1:-1]
    left, right, above, below = smooth[1:-1, :-2], smooth[1:-1, 2:], smooth[:-2, 1:-1], smooth[2:, 1:-1]
    first, second = np.float32(sigma / 2), np.float32(sigma**2)
    crossed = smooth[2:, 2:] - smooth[2:, :-2] - smooth[:-2, 2:] + smooth[:-2, :-2]
    return Jet(
        dx=(right - left) * first,
        dy=(below - above) * first,
        dxx=(right + left - 2 * middle) * second,
        dxy=crossed * (second / 4),
        dyy=(above + below - 2 * middle) * second,
    )


def blobs(at: Jet) -> Map:
    """(2, rows, columns): how dark, and how bright, a round blob each pixel is the centre of, in grey
    levels; the root of the Hessian's determinant where both curvatures agree."""
    roundness = np.sqrt(np.maximum(at.dxx * at.dyy - at.dxy * at.dxy, 0))
    dark = at.dxx + at.dyy > 0
    return np.stack([np.where(dark, roundness, 0), np.where(dark, 0, roundness)]).astype(np.float32)


def binary_patterns(plane: Map, margin: float = 1.0) -> NDArray[np.uint8]:
    """(2, rows, columns): rotation-invariant uniform local binary patterns of the eight neighbours
    brighter, and darker, than the pixel by `margin` grey levels. Ojala et al., 2002; split as ternary
    patterns are."""
    padded = np.pad(plane, 1, mode="edge")
    starts = range(0, len(plane), BAND)
    bands = [_patterns(padded[start : start + BAND + 2], np.float32(margin)) for start in starts]
    return np.concatenate(bands, axis=1)


def _patterns(padded: Map, margin: np.float32) -> NDArray[np.uint8]:
    rows, columns = padded.shape[0] - 2, padded.shape[1] - 2
    plane = padded[1:-1, 1:-1]
    above, below = plane + margin, plane - margin
    ring = [(0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0)]
    brighter, darker = rings = np.zeros((2, rows, columns), dtype=np.uint8)
    bit = np.empty((rows, columns), dtype=bool)
    for place, (row, column) in enumerate(ring):
        neighbour = padded[row : row + rows, column : column + columns]
        brighter |= np.greater_equal(neighbour, above, out=bit).view(np.uint8) * np.uint8(1 << place)
        darker |= np.less_equal(neighbour, below, out=bit).view(np.uint8) * np.uint8(1 << place)
    return _pattern_codes()[rings]


@cache
def _pattern_codes() -> NDArray[np.uint8]:
    """The code of each of the 256 rings of neighbours."""
    rings = (np.arange(256)[:, np.newaxis] >> np.arange(8)) & 1
    changes = (rings != np.roll(rings, -1, axis=1)).sum(axis=1)
    return np.where(changes > 2, N_LBP_CODES - 1, rings.sum(axis=1)).astype(np.uint8)
