"""Dense maps: one value for each pixel and each question asked of its neighbourhood.

All maps come from a pyramid whose levels halve the picture, so that small filters see large things.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Map = NDArray[np.float32]

N_LBP_CODES = 10


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
    smooth: Map = ndimage.gaussian_filter(plane, sigma, mode="nearest", truncate=3.0)
    return smooth


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
    highest = ndimage.maximum_filter(planes, size=(1, side, side), mode="nearest")
    return np.where(planes == highest, planes, 0).astype(np.float32)


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
    rows, columns = plane.shape
    ring = [(0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0)]
    around = [padded[row : row + rows, column : column + columns] for row, column in ring]
    brighter = [neighbour >= plane + np.float32(margin) for neighbour in around]
    darker = [neighbour <= plane - np.float32(margin) for neighbour in around]
    return np.stack([_uniform_codes(brighter), _uniform_codes(darker)])


def _uniform_codes(bits: list[NDArray[np.bool_]]) -> NDArray[np.uint8]:
    count = np.zeros(bits[0].shape, dtype=np.uint8)
    changes = np.zeros(bits[0].shape, dtype=np.uint8)
    for bit, following in zip(bits, bits[1:] + bits[:1], strict=True):
        count += bit
        changes += bit != following
    count[changes > 2] = N_LBP_CODES - 1
    return count
