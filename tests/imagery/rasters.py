"""Small GeoTIFFs drawn for tests."""

from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.transform import from_bounds
from rasterio.warp import Resampling, calculate_default_transform, reproject

from ml.tiles import TILE_SIZE, Tile

MERCATOR = "EPSG:3857"


def smooth_picture(size: int = TILE_SIZE, bands: int = 3) -> NDArray[np.uint8]:
    """Slow waves, different in each band, which survive interpolation. (bands, size, size), 40 to 215."""
    rows, columns = np.mgrid[0:size, 0:size] / size
    waves = [np.sin(6 * rows + band) * np.cos(5 * columns - band) for band in range(bands)]
    return (128 + 87 * np.stack(waves)).astype(np.uint8)


def noisy_picture(size: int = TILE_SIZE, bands: int = 3, seed: int = 5) -> NDArray[np.uint8]:
    """Noise, which shows a shift by one pixel. (bands, size, size), 1 to 255."""
    return np.random.default_rng(seed).integers(1, 256, (bands, size, size), dtype=np.uint8)


def write_over_tile(path: Path, tile: Tile, bands: NDArray[Any], **profile: Any) -> Path:
    """A GeoTIFF in web mercator that covers exactly one tile."""
    tags = profile.pop("tags", {})
    colours = profile.pop("colorinterp", None)
    count, height, width = bands.shape
    options = {
        "driver": "GTiff", "count": count, "height": height, "width": width, "dtype": bands.dtype,
        "crs": MERCATOR, "transform": from_bounds(*tile.mercator_bounds, width, height),
    }  # fmt: skip
    with rasterio.open(path, "w", **(options | profile)) as dataset:
        dataset.write(bands)
        dataset.update_tags(**tags)
        if colours:
            dataset.colorinterp = colours
    return path


def write_in_crs(path: Path, crs: str, tile: Tile, bands: NDArray[np.uint8], margin: float = 0.2) -> Path:
    """The same picture in another projection, with a margin of its edge colours that fills the tile."""
    count, size, _ = bands.shape
    border = int(size * margin)
    padded = np.pad(bands, ((0, 0), (border, border), (border, border)), mode="edge")
    west, south, east, north = tile.mercator_bounds
    extra = (east - west) * border / size
    bounds = (west - extra, south - extra, east + extra, north + extra)
    side = size + 2 * border
    transform, width, height = calculate_default_transform(MERCATOR, crs, side, side, *bounds)
    target = np.zeros((count, height, width), dtype=np.uint8)
    reproject(
        padded, target, src_transform=from_bounds(*bounds, side, side), src_crs=MERCATOR,
        dst_transform=transform, dst_crs=crs, resampling=Resampling.cubic,
    )  # fmt: skip
    return write_over_tile(path, tile, target, crs=crs, transform=transform)
