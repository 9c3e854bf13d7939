"""The default extractor: colour and texture statistics, computed from the picture alone, no download.

Dense maps (`ml.features.maps`) on a pyramid of the picture are pooled in the bounding box of each superpixel,
which is what a lone crop of it shows: so a model learnt from crops meets in whole tiles the features that it
knows, but for the filters' few pixels of margin at the edge of a crop.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ml.features import maps, pooling
from ml.features.base import check_finite, check_superpixels
from ml.features.maps import Map

# How often the picture is halved, and the widths, in pixels there, of the Gaussians that are compared.
LADDERS = ((1, (0.5, 0.8, 1.2, 1.8, 2.7)), (2, (1.35, 2.0, 3.0)), (3, (1.5, 2.25, 3.5)))
SURROUNDINGS = 16.0
JET_SIGMAS = (0.8, 1.6, 3.2)
COLOUR_QUANTILES = (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98)
CONTRAST_QUANTILES = (0.005, 0.05, 0.95, 0.995)
PEAK_HEIGHTS = (3.0, 6.0, 12.0, 24.0)
EXTREME_SHARES = (0.05, 0.2)
N_HIGHEST = 8
N_LEVELS = 3


class TextureExtractor:
    """Colour, contrast, orientation, blobs such as pits are, and local patterns, at several scales."""

    name = "texture"
    version = "2"

    @cached_property
    def n_features(self) -> int:
        """How many numbers describe a superpixel."""
        return len(self.extract_crop(np.zeros((32, 32, 3), dtype=np.uint8)))

    def extract(self, image: NDArray[np.uint8], labels: NDArray[np.int32]) -> NDArray[np.float32]:
        """See `FeatureExtractor.extract`; features are float32 (n_superpixels, n_features)."""
        check_superpixels(image, labels)
        boxes = pooling.Boxes(labels)
        pyramid = _pyramid(image)
        colours = maps.opponents(pyramid[0])
        blocks = [_pool_colours(colours, boxes)]
        blocks += [_pool_contrasts(pyramid[halvings - 1], 2**halvings, s, boxes) for halvings, s in LADDERS]
        blocks += [_pool_shapes(colours[0], sigma, boxes) for sigma in JET_SIGMAS]
        blocks += [_pool_patterns(plane, step, boxes) for step, plane in _pattern_planes(image, pyramid)]
        return check_finite(np.concatenate(blocks, axis=1), "the picture")

    def extract_crop(self, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """See `FeatureExtractor.extract_crop`: the whole crop is one superpixel; float32 (n_features,)."""
        vector: NDArray[np.float32] = self.extract(image, np.ones(image.shape[:2], dtype=np.int32))[0]
        return vector


def _pyramid(image: NDArray[np.uint8]) -> list[Map]:
    """The picture at a half, a quarter and an eighth of its size."""
    levels = [maps.halve(image.astype(np.float32))]
    while len(levels) < N_LEVELS:
        levels.append(maps.halve(levels[-1]))
    return levels


def _pool_colours(colours: Map, boxes: pooling.Boxes) -> NDArray[np.float32]:
    rows = []
    for box in boxes.at(2):
        values = box.pick(colours)
        described = pooling.describe(values, COLOUR_QUANTILES)
        rows.append(np.concatenate([described, _extremes(values[:3]), _correlations(values[:3])]))
    return np.stack(rows)


def _extremes(colours: Map) -> NDArray[np.float32]:
    """Mean colour of the darkest and of the brightest pixels: what shadows and bare ground look like."""
    ranked = colours[:, np.argsort(colours[0], kind="stable")]
    parts = []
    for share in EXTREME_SHARES:
        n = max(1, round(share * ranked.shape[1]))
        parts += [ranked[:, :n].mean(axis=1), ranked[:, -n:].mean(axis=1)]
    return np.concatenate(parts).astype(np.float32)


def _correlations(colours: Map) -> NDArray[np.float32]:
    """How lightness goes with either colour difference, -1 to 1; 0 where nothing varies."""
    centred = colours - colours.mean(axis=1, keepdims=True)
    deviations = np.sqrt((centred * centred).mean(axis=1)) + np.float32(1e-3)
    products = (centred[1:] * centred[0]).mean(axis=1) / (deviations[1:] * deviations[0])
    return np.asarray(products, dtype=np.float32)


def _pool_contrasts(
    level: Map, step: int, sigmas: tuple[float, ...], boxes: pooling.Boxes
) -> NDArray[np.float32]:
    """Differences of Gaussians as shares of the contrast round about, so that haze and season matter less."""
    lightness = level.mean(axis=2)
    contrasts = maps.differences(lightness, sigmas) / maps.local_contrast(lightness, SURROUNDINGS / step)
    rows = []
    for box in boxes.at(step):
        values = box.pick(contrasts)
        size = np.abs(values).mean(axis=1)
        rows.append(np.concatenate([size, pooling.describe(values, CONTRAST_QUANTILES)]))
    return np.stack(rows)


def _pool_shapes(lightness: Map, sigma: float, boxes: pooling.Boxes) -> NDArray[np.float32]:
    """Slopes, their common direction, and dark and bright blobs of one size."""
    at = maps.jet(lightness, sigma)
    slope, coherence = np.hypot(at.dx, at.dy), maps.coherence(at, 2 * sigma)
    slopes = np.stack([slope, coherence, slope * coherence])
    products = np.stack([at.dx * at.dx, at.dy * at.dy, at.dx * at.dy])
    blobs = maps.blobs(at)
    peaks = maps.local_maxima(blobs, int(2 * sigma))
    rows = []
    for box in boxes.at(2):
        rows.append(
            np.concatenate(
                [
                    _describe_slopes(box.pick(slopes), box.pick(products)),
                    _describe_peaks(box.pick(peaks), box.pick(blobs)),
                ]
            )
        )
    return np.stack(rows)


def _describe_slopes(slopes: Map, products: Map) -> NDArray[np.float32]:
    described = pooling.describe(slopes[:2], ())
    weighted = slopes[2].mean() / (slopes[0].mean() + np.float32(0.01))
    xx, yy, xy = products.mean(axis=1)
    direction = np.hypot(xx - yy, 2 * xy) / (xx + yy + np.float32(1e-3))
    return np.append(described, [weighted, direction]).astype(np.float32)


def _describe_peaks(peaks: Map, blobs: Map) -> NDArray[np.float32]:
    """For dark and bright blobs: how many above each height in 10,000 pixels, mean strength everywhere, and
    mean and median height of the peaks, and the mean of the highest."""
    counts = [(peaks > height).sum(axis=1) * (10_000.0 / peaks.shape[1]) for height in PEAK_HEIGHTS]
    heights = [kind[kind > 1] if (kind > 1).any() else np.zeros(1) for kind in peaks]
    means = [kind.mean() for kind in heights]
    medians = [np.median(kind) for kind in heights]
    highest = [np.sort(kind)[-N_HIGHEST:].mean() for kind in heights]
    return np.concatenate([*counts, blobs.mean(axis=1), means, medians, highest]).astype(np.float32)


def _pattern_planes(image: NDArray[np.uint8], pyramid: list[Map]) -> list[tuple[int, Map]]:
    """Lightness at full, half and quarter size, with the step of each."""
    planes = [image.astype(np.float32), *pyramid[:2]]
    return [(2**halvings, plane.mean(axis=2)) for halvings, plane in enumerate(planes)]


def _pool_patterns(plane: Map, step: int, boxes: pooling.Boxes) -> NDArray[np.float32]:
    codes = maps.binary_patterns(plane)
    return np.stack([pooling.shares(box.pick(codes), maps.N_LBP_CODES) for box in boxes.at(step)])
