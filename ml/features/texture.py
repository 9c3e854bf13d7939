"""Colour and texture statistics, computed from the picture alone, without a network.

Dense maps (`ml.features.maps`) on a pyramid of the picture are pooled in the bounding box of each
superpixel, and in cells of two sizes (`ml.features.cells`), which is what a lone crop of it shows: so a
model learnt from crops meets in whole tiles the features that it knows, but for the filters' few pixels of
margin at the edge of a crop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.blocks import Block
from ml.features import maps, pooling
from ml.features.base import check_finite, check_superpixels
from ml.features.cells import N_PARTS, SIDES, Cells, embed
from ml.features.maps import Map

# How often the picture is halved, and the widths, in pixels there, of the Gaussians that are compared.
LADDERS = ((1, (0.5, 0.8, 1.2, 1.8, 2.7)), (2, (1.35, 2.0, 3.0)), (3, (1.5, 2.25, 3.5)))
SURROUNDINGS = 16.0
JET_SIGMAS = (0.8, 1.6, 3.2)
COLOUR_QUANTILES = (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98)
CONTRAST_QUANTILES = (0.005, 0.05, 0.95, 0.995)
PEAK_HEIGHTS = (3.0, 6.0, 12.0, 24.0)
EXTREME_SHARES = (0.05, 0.2)
N_LEVELS = 3
N_WHOLE = 262
"""Numbers that all of these give for a superpixel as a whole."""


Pooled = list[NDArray[np.float32]]


@dataclass(frozen=True)
class Places:
    """Where the maps of a picture are pooled: in each superpixel's box, and in each cell of each size."""

    boxes: pooling.Boxes
    grids: tuple[Cells, ...]

    @classmethod
    def of_superpixels(cls, labels: NDArray[np.int32]) -> Places:
        """For superpixels int32 (rows, columns), numbered from 1."""
        shape = (labels.shape[0], labels.shape[1])
        return cls(pooling.Boxes(labels), tuple(Cells(shape, side) for side in SIDES))

    def pool(self, found: NDArray[Any], step: int, describe: Callable[[Any], NDArray[np.float32]]) -> Pooled:
        """What `describe` says of the maps (channels, rows, columns) of the picture reduced `step` times:
        (n_superpixels, k) and, for each size of cells, (n_cells, k)."""
        wholes = np.stack([describe(box.pick(found)) for box in self.boxes.at(step)])
        return [wholes, *(describe(grid.pick(found, step)) for grid in self.grids)]


class TextureExtractor:
    """Colour, contrast, orientation, blobs such as pits are, and local patterns, at several scales."""

    name = "texture"
    version = "6"

    blocks: tuple[Block, ...] = (Block(N_WHOLE), *[Block(N_PARTS, one_unit=True)] * len(SIDES))
    """What describes the whole superpixel, and what describes its parts of each size."""
    n_features = N_WHOLE + N_PARTS * len(SIDES)

    def extract(self, image: NDArray[np.uint8], labels: NDArray[np.int32]) -> NDArray[np.float32]:
        """See `FeatureExtractor.extract`; features are float32 (n_superpixels, n_features)."""
        check_superpixels(image, labels)
        places = Places.of_superpixels(labels)
        wholes, *parts = _join(_describe(image, places))
        embedded = [
            grid.shares(places.boxes.at(1)) @ embed(cells, grid.side)
            for grid, cells in zip(places.grids, parts, strict=True)
        ]
        return check_finite(np.concatenate([wholes, *embedded], axis=1), "the picture")

    def describe_cells(self, image: NDArray[np.uint8]) -> dict[int, NDArray[np.float32]]:
        """What is embedded: by the side of the cells, a description of each, float32 (n_cells, k)."""
        places = Places.of_superpixels(np.ones(image.shape[:2], dtype=np.int32))
        return dict(zip(SIDES, _join(_describe(image, places))[1:], strict=True))

    def extract_crop(self, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """See `FeatureExtractor.extract_crop`: the whole crop is one superpixel; float32 (n_features,)."""
        vector: NDArray[np.float32] = self.extract(image, np.ones(image.shape[:2], dtype=np.int32))[0]
        return vector


def _join(found: Iterator[Pooled]) -> Pooled:
    """What all maps gave, side by side."""
    return [np.concatenate(parts, axis=1) for parts in zip(*found, strict=True)]


def _pyramid(image: NDArray[np.uint8]) -> list[Map]:
    """The picture at a half, a quarter and an eighth of its size."""
    levels = [maps.halve(image.astype(np.float32))]
    while len(levels) < N_LEVELS:
        levels.append(maps.halve(levels[-1]))
    return levels


def _describe(image: NDArray[np.uint8], places: Places) -> Iterator[Pooled]:
    pyramid = _pyramid(image)
    colours = maps.opponents(pyramid[0])
    yield places.pool(colours, 2, describe_colours)
    for halvings, sigmas in LADDERS:
        contrasts = _contrasts(pyramid[halvings - 1], 2**halvings, sigmas)
        yield places.pool(contrasts, 2**halvings, _describe_contrasts)
    for sigma in JET_SIGMAS:
        slopes, blobs = _shapes(colours[0], sigma)
        yield places.pool(slopes, 2, _describe_slopes)
        yield places.pool(blobs, 2, _describe_blobs)
    for halvings, plane in enumerate([image.astype(np.float32), *pyramid[:2]]):
        yield places.pool(maps.binary_patterns(plane.mean(axis=2)), 2**halvings, _describe_patterns)


def describe_colours(colours: Map) -> NDArray[np.float32]:
    """Colours (..., 4, n), see `maps.opponents`, as (..., 58): moments, quantiles, the darkest and brightest
    parts, and how they go together."""
    described = pooling.describe(colours, COLOUR_QUANTILES)
    hues = colours[..., :3, :]
    return np.concatenate([described, _extremes(hues), _correlations(hues)], axis=-1)


def _extremes(colours: Map) -> NDArray[np.float32]:
    """Mean colour of the darkest and of the brightest pixels: what shadows and bare ground look like."""
    order = np.argsort(colours[..., :1, :], axis=-1, kind="stable")
    ranked = np.take_along_axis(colours, order, axis=-1)
    parts = []
    for share in EXTREME_SHARES:
        n = max(1, round(share * ranked.shape[-1]))
        parts += [ranked[..., :n].mean(axis=-1), ranked[..., -n:].mean(axis=-1)]
    return np.concatenate(parts, axis=-1).astype(np.float32)


def _correlations(colours: Map) -> NDArray[np.float32]:
    """How lightness goes with either colour difference, -1 to 1; 0 where nothing varies."""
    centred = colours - colours.mean(axis=-1, keepdims=True)
    deviations = np.sqrt((centred * centred).mean(axis=-1)) + np.float32(1e-3)
    products = (centred[..., 1:, :] * centred[..., :1, :]).mean(axis=-1)
    return np.asarray(products / (deviations[..., 1:] * deviations[..., :1]), dtype=np.float32)


def _contrasts(level: Map, step: int, sigmas: tuple[float, ...]) -> Map:
    """Differences of Gaussians as shares of the contrast round about, so that haze and season matter less."""
    lightness = level.mean(axis=2)
    return maps.differences(lightness, sigmas) / maps.local_contrast(lightness, SURROUNDINGS / step)


def _describe_contrasts(contrasts: Map) -> NDArray[np.float32]:
    size = np.abs(contrasts).mean(axis=-1)
    return np.concatenate([size, pooling.describe(contrasts, CONTRAST_QUANTILES)], axis=-1)


def _shapes(lightness: Map, sigma: float) -> tuple[Map, Map]:
    """Slopes with their common direction, and dark and bright blobs of one size with their peaks."""
    at = maps.jet(lightness, sigma)
    slope, coherence = np.hypot(at.dx, at.dy), maps.coherence(at, 2 * sigma)
    products = [at.dx * at.dx, at.dy * at.dy, at.dx * at.dy]
    blobs = maps.blobs(at)
    peaks = maps.local_maxima(blobs, int(2 * sigma))
    return np.stack([slope, coherence, slope * coherence, *products]), np.concatenate([peaks, blobs])


def _describe_slopes(slopes: Map) -> NDArray[np.float32]:
    described = pooling.describe(slopes[..., :2, :], ())
    slope, _, along, xx, yy, xy = np.moveaxis(slopes.mean(axis=-1), -1, 0)
    weighted = along / (slope + np.float32(0.01))
    direction = np.hypot(xx - yy, 2 * xy) / (xx + yy + np.float32(1e-3))
    return np.concatenate([described, np.stack([weighted, direction], axis=-1)], axis=-1).astype(np.float32)


def _describe_blobs(shapes: Map) -> NDArray[np.float32]:
    """For dark and bright blobs: how many above each height in 10,000 pixels, mean strength everywhere, and
    mean height of the peaks and of the highest among them."""
    peaks, blobs = shapes[..., :2, :], shapes[..., 2:, :]
    per_10000 = np.float32(10_000.0 / peaks.shape[-1])
    counts = [(peaks > height).sum(axis=-1) * per_10000 for height in PEAK_HEIGHTS]
    seen = peaks > 1
    means = (peaks * seen).sum(axis=-1) / np.maximum(seen.sum(axis=-1), 1)
    # Each peak by the cube of its height: close to the highest ones, and cheaper than ranking them.
    cubes = peaks * peaks * peaks
    highest = (cubes * peaks).sum(axis=-1) / (cubes.sum(axis=-1) + np.float32(1))
    return np.concatenate([*counts, blobs.mean(axis=-1), means, highest], axis=-1).astype(np.float32)


def _describe_patterns(codes: NDArray[np.uint8]) -> NDArray[np.float32]:
    return pooling.shares(codes, maps.N_LBP_CODES)
