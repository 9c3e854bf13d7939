"""What `benchmarks.storm` replaces in its workers:

- the extractor, by one that measures colours, takes a millisecond, and writes a line for each tile;
- the time limits of fetching, so that a stall costs seconds;
- the function that writes files, by one that finds the disk full while a marker exists.
"""

from __future__ import annotations

import errno
import os
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

import ml.feature_store
import ml.features
from imagery import files
from imagery.readers import tile_client
from imagery.readers.tile_client import FetchLimits
from ml.blocks import Block
from ml.features.base import FeatureExtractor

EXTRACTOR = "storm"
STEP_PX = 8
FULL_MARKER, JOURNALS = "disk-is-full", "journals"
LIMITS = FetchLimits(timeout_s=2.0, first_wait_s=0.1)


class ColourExtractor:
    """Mean and spread of the three colours of each superpixel, from every eighth pixel."""

    name, version, n_features = EXTRACTOR, "1", 6
    blocks: tuple[Block, ...] = (Block(6),)

    def extract(self, image: NDArray[np.uint8], labels: NDArray[np.int32]) -> NDArray[np.float32]:
        write_journal(image)
        numbers, pixels = labels[::STEP_PX, ::STEP_PX].ravel() - 1, image[::STEP_PX, ::STEP_PX].reshape(-1, 3)
        n_superpixels = int(labels.max())
        counts = np.maximum(np.bincount(numbers, minlength=n_superpixels), 1)
        colours = pixels.astype(np.float64).T
        means = [np.bincount(numbers, one, n_superpixels) / counts for one in colours]
        squares = [np.bincount(numbers, one**2, n_superpixels) / counts for one in colours]
        spread = [np.sqrt(np.maximum(two - one**2, 0)) for one, two in zip(means, squares, strict=True)]
        return np.stack([*means, *spread], axis=1).astype(np.float32)

    def extract_crop(self, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self.extract(image, np.ones(image.shape[:2], dtype=np.int32))[0]
        return vector


def write_journal(image: NDArray[np.uint8]) -> None:
    """Which tile this process has begun to describe, so that it is seen which ones were done twice."""
    folder = Path(settings.DATA_ROOT) / JOURNALS
    if folder.is_dir():
        name = zlib.crc32(np.ascontiguousarray(image[::64, ::64]).tobytes())
        with (folder / f"{os.getpgrp()}").open("a") as journal:
            journal.write(f"{time.time():.3f} {name}\n")


def replace_extractor() -> None:
    others = ml.features.get_extractor

    def get_extractor(name: str, **options: Any) -> FeatureExtractor:
        return ColourExtractor() if name == EXTRACTOR else others(name, **options)

    ml.features.get_extractor = get_extractor


def fill_disk_on_demand() -> None:
    for module in (files, ml.feature_store):
        module._replace = _refusing(module._replace)  # type: ignore[attr-defined]  # the fault of this benchmark


def _refusing(replace: Callable[[Path, bytes], None]) -> Callable[[Path, bytes], None]:
    def refuse_when_full(path: Path, content: bytes) -> None:
        if (Path(settings.DATA_ROOT) / FULL_MARKER).exists():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        replace(path, content)

    return refuse_when_full


def shorten_limits() -> None:
    tile_client.DEFAULT_LIMITS = LIMITS
