"""The default extractor: colour and texture statistics, computed from the picture alone, no download.

Dense maps (`ml.features.maps`) on a pyramid of the picture are pooled in each superpixel twice: in its
bounding box, which is what a lone crop shows, and in its own pixels. For a crop the two are the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ml.features import maps, pooling
from ml.features.base import check_finite, check_superpixels
from ml.features.maps import Map

N_LEVELS = 4
SIGMAS = (0.8, 1.2)
PEAK_HEIGHTS = (3.0, 6.0, 12.0, 24.0)
EXTREME_SHARES = (0.05, 0.2)


class TextureExtractor:
    """Colour, contrast, orientation, blobs, local patterns, at four scales from half size downwards."""

    name = "texture"
    version = "1"

    @property
    def n_features(self) -> int:
        return len(self.extract_crop(np.zeros((32, 32, 3), dtype=np.uint8)))

    def extract(self, image: NDArray[np.uint8], labels: NDArray[np.int32]) -> NDArray[np.float32]:
        """See `FeatureExtractor.extract`; features are float32 (n_superpixels, n_features)."""
        check_superpixels(image, labels)
        levels = _pyramid(image)
        blocks = [_pool_level(level, labels, 2 ** (i + 1)) for i, level in enumerate(levels)]
        blocks.append(_pool_finest(image, labels))
        return check_finite(np.concatenate(blocks, axis=1), "the picture")

    def extract_crop(self, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """See `FeatureExtractor.extract_crop`: the whole crop is one superpixel; float32 (n_features,)."""
        vector: NDArray[np.float32] = self.extract(image, np.ones(image.shape[:2], dtype=np.int32))[0]
        return vector


def _pyramid(image: NDArray[np.uint8]) -> list[Map]:
    levels = [maps.halve(image.astype(np.float32))]
    while len(levels) < N_LEVELS:
        levels.append(maps.halve(levels[-1]))
    return levels


def _pool_finest(image: NDArray[np.uint8], labels: NDArray[np.int32]) -> NDArray[np.float32]:
    """Local patterns at full size, where crowns and furrows differ most."""
    codes = maps.binary_patterns(image.mean(axis=2, dtype=np.float32))
    regions = pooling.boxes(labels, 1)
    return np.stack([pooling.shares(region.pick(codes), maps.N_LBP_CODES) for region in regions])


def _pool_level(level: Map, labels: NDArray[np.int32], step: int) -> NDArray[np.float32]:
    colours = maps.opponents(level)
    jets = [maps.jet(colours[0], sigma) for sigma in SIGMAS]
    values = np.concatenate([colours, *(_strengths(at) for at in jets), _colour_contrast(colours)])
    patterns = maps.binary_patterns(colours[0])
    kinds = np.stack([maps.image_features(at, flatness) for at in jets for flatness in maps.BIF_FLATNESS])
    blobs = np.concatenate([maps.blobs(at) for at in jets])
    peaks = maps.local_maxima(blobs)
    rows = []
    for box, core in zip(pooling.boxes(labels, step), pooling.cores(labels, step), strict=True):
        rows.append(
            np.concatenate(
                [
                    pooling.describe(box.pick(values)),
                    pooling.describe(core.pick(values)),
                    pooling.shares(box.pick(patterns), maps.N_LBP_CODES),
                    pooling.shares(box.pick(kinds), maps.N_BIF_CODES),
                    _describe_peaks(box.pick(peaks)),
                    _describe_peaks(core.pick(peaks)),
                    _extremes(box.pick(colours)),
                    _extremes(core.pick(colours)),
                ]
            )
        )
    return np.stack(rows)


def _strengths(at: maps.Jet) -> Map:
    """Slope, blob and line strengths of one scale, as (4, rows, columns)."""
    trace, stretch = at.dxx + at.dyy, np.hypot(at.dxx - at.dyy, 2 * at.dxy)
    return np.stack([np.hypot(at.dx, at.dy), trace, stretch, np.abs(trace) - stretch])


def _colour_contrast(colours: Map) -> Map:
    """How the two colour differences stand out from their surroundings, as (2, rows, columns)."""
    return np.stack([plane - maps.gaussian(plane, 2.0) for plane in colours[1:]])


def _describe_peaks(peaks: Map) -> NDArray[np.float32]:
    """For each kind of blob: how many above each height in 1,000 pixels, and the eight highest' mean."""
    counts = [(peaks > height).sum(axis=1) * (1000.0 / peaks.shape[1]) for height in PEAK_HEIGHTS]
    highest = np.sort(peaks, axis=1)[:, -8:].mean(axis=1)
    return np.concatenate([*counts, highest]).astype(np.float32)


def _extremes(colours: Map) -> NDArray[np.float32]:
    """Mean colour of the darkest and of the brightest pixels: what shadows and bare ground look like."""
    order = np.argsort(colours[0], kind="stable")
    ranked = colours[:, order]
    parts = []
    for share in EXTREME_SHARES:
        n = max(1, round(share * ranked.shape[1]))
        parts += [ranked[:, :n].mean(axis=1), ranked[:, -n:].mean(axis=1)]
    return np.concatenate(parts).astype(np.float32)
