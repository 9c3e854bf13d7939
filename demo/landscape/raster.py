"""Writes blocks to a plain GeoTIFF, and copies it to a cloud-optimised one."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import rasterio
import rasterio.shutil
from numpy.typing import NDArray
from rasterio.transform import from_bounds
from rasterio.windows import Window

from demo.landscape.block import TRUTH_REDUCTION, Block

CAPTURED = "2018:06:14 09:12:00"
JPEG_QUALITY = 88
Bounds = tuple[float, float, float, float]


def write_blocks(
    blocks: Iterable[Block], *, path: Path, size: int, mercator_bounds: Bounds
) -> NDArray[np.uint8]:
    """Write the blocks of a square picture to a plain tiled GeoTIFF as they come.

    `mercator_bounds` are west, south, east, north in metres of EPSG:3857. Returns the truth of the whole
    region, uint8 at a quarter of the size.
    """
    truth = np.zeros((size // TRUTH_REDUCTION, size // TRUTH_REDUCTION), dtype=np.uint8)
    profile = _profile(size, mercator_bounds) | {"count": 3, "photometric": "RGB", "interleave": "pixel"}
    with rasterio.open(path, "w", **profile) as target:
        target.update_tags(TIFFTAG_DATETIME=CAPTURED, TIFFTAG_IMAGEDESCRIPTION="Landscape drawn by code")
        for block in blocks:
            rows, columns = block.picture.shape[:2]
            window = Window(block.x, block.y, columns, rows)
            target.write(block.picture.transpose(2, 0, 1), window=window)
            row, column = block.y // TRUTH_REDUCTION, block.x // TRUTH_REDUCTION
            truth[row : row + block.truth.shape[0], column : column + block.truth.shape[1]] = block.truth
    return truth


def write_cog(source: Path, target: Path) -> None:
    rasterio.shutil.copy(
        str(source),
        str(target),
        driver="COG",
        compress="JPEG",
        quality=str(JPEG_QUALITY),
        blocksize="512",
        overviews="IGNORE_EXISTING",
        overview_resampling="AVERAGE",
        num_threads="2",
        bigtiff="IF_SAFER",
    )


def write_truth(truth: NDArray[np.uint8], path: Path, mercator_bounds: Bounds) -> None:
    with rasterio.open(
        path, "w", **_profile(len(truth), mercator_bounds), count=1, compress="DEFLATE"
    ) as target:
        target.write(truth, 1)


def read_truth(path: Path, row: int, column: int, side: int) -> NDArray[np.uint8]:
    with rasterio.open(path) as source:
        return np.asarray(source.read(1, window=Window(column, row, side, side)), dtype=np.uint8)


def _profile(size: int, mercator_bounds: Bounds) -> dict[str, object]:
    return {
        "driver": "GTiff",
        "width": size,
        "height": size,
        "dtype": "uint8",
        "crs": "EPSG:3857",
        "transform": from_bounds(*mercator_bounds, size, size),
        "tiled": True,
        "blockxsize": 256,
        "blockysize": 256,
    }
