"""Folders of labelled crops: pictures of single superpixels, one folder a class."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ml.augmentation import make_variants, recolour, turn
from ml.blocks import Block
from ml.errors import MlError, TrainingError
from ml.evaluation import tile_of_crop
from ml.features.base import FeatureExtractor, check_finite
from ml.pictures import open_picture
from ml.pipeline import one_thread_each

N_VARIANTS = 2
VARIANTS_VERSION = "3"
"""To be raised when `ml.augmentation` draws, or this module seeds, otherwise: stores keep what it gave."""
SUFFIXES = {".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".jp2"}


@dataclass(frozen=True)
class Crop:
    """A picture of one superpixel, and its label."""

    path: Path
    positive: bool

    @property
    def tile(self) -> str:
        """The tile that it was cut from, as its name tells."""
        return tile_of_crop(self.path.name)


@dataclass(frozen=True)
class DescribedCrops:
    """Crops that could be read, with features float32 (n, n_features) and those of
    their variants (n, n_variants, n_features), those that could not, with why, and the extractor's blocks."""

    crops: list[Crop]
    features: NDArray[np.float32]
    variants: NDArray[np.float32]
    skipped: dict[Path, str]
    blocks: tuple[Block, ...] = ()

    @property
    def labels(self) -> NDArray[np.bool_]:
        """Which crops are positive, (n,)."""
        return np.array([crop.positive for crop in self.crops], dtype=bool)

    @property
    def tiles(self) -> list[str]:
        """The tile of each crop."""
        return [crop.tile for crop in self.crops]


def find_crops(positive: Path, negative: Path) -> list[Crop]:
    """All pictures in two folders, positive ones first, each by name; raises `TrainingError` for a folder
    that is absent or holds no picture."""
    return [*_in_folder(positive, True), *_in_folder(negative, False)]


def _in_folder(folder: Path, positive: bool) -> list[Crop]:
    if not folder.is_dir():
        raise TrainingError(
            f"The folder {folder} does not exist; give a folder with one picture a superpixel."
        )
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    if not found:
        raise TrainingError(f"The folder {folder} holds no picture; put PNG, JPEG, WebP or TIFF files there.")
    return [Crop(path, positive) for path in found]


def describe_crops(
    crops: list[Crop],
    extractor: FeatureExtractor,
    *,
    n_variants: int = 0,
    n_workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> DescribedCrops:
    """Features of all crops that can be read, in their order, and of `n_variants` variants of each to
    learn from; `progress` gets the number done."""

    def describe(crop: Crop) -> NDArray[np.float32] | str:
        try:
            found = describe_crop(open_picture(crop.path), extractor, n_variants, crop.path.name)
            return check_finite(found, str(crop.path))
        except MlError as error:
            return str(error) if str(crop.path) in str(error) else f"{crop.path}: {error}"

    kept: list[Crop] = []
    rows: list[NDArray[np.float32]] = []
    skipped: dict[Path, str] = {}
    with one_thread_each(), ThreadPoolExecutor(n_workers or os.cpu_count() or 1) as pool:
        for done, (crop, found) in enumerate(zip(crops, pool.map(describe, crops), strict=True), start=1):
            if isinstance(found, str):
                skipped[crop.path] = found
            else:
                kept.append(crop)
                rows.append(found)
            if progress is not None:
                progress(done)
    found = np.stack(rows) if rows else np.zeros((0, 1 + n_variants, extractor.n_features), dtype=np.float32)
    return DescribedCrops(kept, found[:, 0], found[:, 1:], skipped, extractor.blocks)


def describe_crop(
    image: NDArray[np.uint8], extractor: FeatureExtractor, n_variants: int, name: str
) -> NDArray[np.float32]:
    """Features of a crop and, below, of its variants, float32 (1 + n_variants, n_features). The name is the
    variants' seed, so neither order nor company matters."""
    return np.stack([extractor.extract_crop(image), *_describe_variants(image, extractor, n_variants, name)])


def describe_variants(
    image: NDArray[np.uint8],
    labels: NDArray[np.int32],
    extractor: FeatureExtractor,
    n_variants: int,
    name: str,
) -> NDArray[np.float32]:
    """All superpixels of a tile in other light and from another side, float32 (n_superpixels, n_variants,
    n_features). The whole tile is recoloured and turned at once, which takes half the time of its superpixels
    one by one. `name`, the tile's, is the seed."""
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    found = [
        extractor.extract(turn(recolour(image, rng), number), turn(labels, number))
        for number in range(n_variants)
    ]
    return np.stack(found, axis=1)


def _describe_variants(
    image: NDArray[np.uint8], extractor: FeatureExtractor, n_variants: int, name: str
) -> list[NDArray[np.float32]]:
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    return [extractor.extract_crop(picture) for picture in make_variants(image, rng, n_variants)]
