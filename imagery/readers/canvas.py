"""A picture of an area on some grid, and the tile that is cut or warped out of it.

Imports rasterio when it warps, so only worker processes may do that.
"""

import numpy as np
from numpy.typing import NDArray

from imagery.errors import SourceUnavailable
from imagery.messages import message as _
from imagery.readers.base import Bounds
from ml.tiles import TILE_SIZE, Tile

MERCATOR = "EPSG:3857"
ALIGNED_TO_PX = 1e-2
"""Grids that differ by less than this, at each end of a tile, are treated as the same."""

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]


class Canvas:
    """Pixels of an area: `image` is uint8 (rows, columns, 3), `valid` bool (rows, columns), at first False.

    `edges` are those of the area in the units of `crs`, easting before northing, row 0 in the north.
    """

    def __init__(self, crs: str, edges: Bounds, columns: int, rows: int) -> None:
        self.crs = crs
        self.edges = edges
        self.image: Picture = np.zeros((rows, columns, 3), dtype=np.uint8)
        self.valid: Mask = np.zeros((rows, columns), dtype=np.bool_)

    def paste(self, image: Picture, valid: Mask, row: int, column: int) -> None:
        """Put a picture with its upper left pixel at (row, column). What lies outside the canvas is cut."""
        rows, columns = valid.shape
        top, left = max(0, -row), max(0, -column)
        bottom, right = min(rows, len(self.valid) - row), min(columns, self.valid.shape[1] - column)
        if top >= bottom or left >= right:
            return
        target = np.s_[row + top : row + bottom, column + left : column + right]
        self.image[target] = image[top:bottom, left:right]
        self.valid[target] = valid[top:bottom, left:right]

    def cut(self, tile: Tile) -> tuple[Picture, Mask]:
        """The tile: uint8 (1024, 1024, 3), black where nothing is valid, and its mask (1024, 1024).

        Pixels on the tile's own grid are copied, others interpolated bilinearly. Raises `SourceUnavailable`
        when the projection cannot be transformed there.
        """
        place = self._place_of(tile)
        image, valid = self._copy(*place) if place else self._warp(tile)
        image[~valid] = 0
        return image, valid

    def _place_of(self, tile: Tile) -> tuple[int, int] | None:
        """Row and column of the tile's first pixel, if the grids are the same."""
        if self.crs != MERCATOR:
            return None
        wanted = tile.mercator_bounds
        px = (wanted.east - wanted.west) / TILE_SIZE
        rows, columns = self.valid.shape
        ends = [
            (wanted.west - self.edges.west) / px,
            (self.edges.north - wanted.north) / px,
            (self.edges.east - self.edges.west) / px - columns,
            (self.edges.north - self.edges.south) / px - rows,
        ]
        if any(abs(end - round(end)) > ALIGNED_TO_PX for end in ends) or any(round(end) for end in ends[2:]):
            return None
        return round(ends[1]), round(ends[0])

    def _copy(self, row: int, column: int) -> tuple[Picture, Mask]:
        out = Canvas(self.crs, self.edges, TILE_SIZE, TILE_SIZE)
        out.paste(self.image, self.valid, -row, -column)
        return out.image, out.valid

    def _warp(self, tile: Tile) -> tuple[Picture, Mask]:
        from rasterio._err import CPLE_BaseError
        from rasterio.errors import RasterioError

        try:
            return self._warped(tile)
        except (RasterioError, CPLE_BaseError) as error:
            reason = str(error)[:200]
        raise SourceUnavailable(
            _("Pictures in %(crs)s cannot be put on the map (%(reason)s); choose another projection.")
            % {"crs": self.crs[:60], "reason": reason}
        )

    def _warped(self, tile: Tile) -> tuple[Picture, Mask]:
        from rasterio.enums import Resampling
        from rasterio.transform import from_bounds
        from rasterio.warp import reproject

        rows, columns = self.valid.shape
        # The mask is a fourth band: dividing by it keeps black filling out of the pixels beside it.
        mask = self.valid.astype(np.uint8)
        bands = (self.image * mask[..., np.newaxis]).transpose(2, 0, 1)
        target = np.zeros((4, TILE_SIZE, TILE_SIZE), dtype=np.uint8)
        reproject(
            np.concatenate([bands, mask[np.newaxis] * 255]), target,
            src_crs=self.crs, dst_crs=MERCATOR, resampling=Resampling.bilinear,
            src_transform=from_bounds(*self.edges, columns, rows),
            dst_transform=from_bounds(*tile.mercator_bounds, TILE_SIZE, TILE_SIZE),
        )  # fmt: skip
        weight = target[3].astype(np.float32) / 255
        image = np.rint(target[:3] / np.maximum(weight, 0.5)).clip(0, 255).astype(np.uint8)
        return np.ascontiguousarray(image.transpose(1, 2, 0)), weight >= 0.5
