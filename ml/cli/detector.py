"""Detection in pictures and rasters, as the rows that `detect` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.bundle import ModelBundle
from ml.cli import common
from ml.cli.features import FeatureFile, ShapeWriter
from ml.cli.images import PlainPicture
from ml.features import FeatureExtractor
from ml.overlay import draw_overlay, save_overlay
from ml.pictures import open_picture
from ml.pipeline import Analysis, Source, analyse_pictures
from ml.raster_grid import RasterGrid
from ml.rule import count_positive
from ml.tiles import Tile

Row = dict[str, Any]


@dataclass(frozen=True)
class Detector:
    """A model and its decision rule: superpixels are positive from `threshold`, tiles from `rule` such
    superpixels. Outlines and probabilities are drawn in the folder `overlay`, if there is one."""

    model: ModelBundle
    extractor: FeatureExtractor
    threshold: common.Threshold
    rule: int
    overlay: Path | None = None

    def in_pictures(self, pictures: Iterable[PlainPicture]) -> Iterator[Row]:
        """A row for each picture, in order; the picture as a whole is one tile."""
        sources = [Source(one.path, partial(open_picture, one.path)) for one in pictures]
        progress = common.show_progress("pictures analysed", len(sources))
        for found in analyse_pictures(sources, self.extractor, self.model, progress=progress):
            if self.overlay is not None:
                self._draw(found, self.overlay / f"{found.key.stem}.png")
            yield self.row("image", found.key, found.probabilities, found.error)

    def in_raster(self, grid: RasterGrid, shapes: ShapeWriter | None) -> Row:
        """One row for a raster; its `tiles` are the rows of the tiles with imagery. Overlays are drawn for
        tiles with a positive superpixel."""
        progress = common.show_progress(f"tiles of {grid.path}", grid.n_tiles)
        tiles: list[Row] = []
        for found in analyse_pictures(grid.sources(), self.extractor, self.model, progress=progress):
            if found.no_data:
                if shapes:
                    shapes.skip(found.key)
                continue
            tiles.append(self._in_tile(found, grid.path, shapes))
        if shapes:
            shapes.finish()
        return self._summary(grid, tiles)

    def _in_tile(self, found: Analysis[Tile], path: Path, shapes: ShapeWriter | None) -> Row:
        if found.probabilities is None or found.labels is None or found.image is None:
            if shapes:
                shapes.skip(found.key)
            return self.row("tile", found.key, None, found.error)
        probabilities = _zero_without_data(found.image, found.labels, found.probabilities)
        row = self.row("tile", found.key, probabilities)
        positive = (np.flatnonzero(probabilities >= self.threshold.value) + 1).tolist()
        if shapes:
            shapes.add(found.key, found.labels, probabilities, positive, in_positive_tile=row["positive"])
        if positive and self.overlay is not None:
            self._draw(found, self.overlay / f"{path.stem}-{str(found.key).replace('/', '-')}.png")
        return row

    def row(
        self,
        kind: str,
        name: object,
        probabilities: NDArray[np.float32] | None,
        error: str | None = None,
    ) -> Row:
        """The row of one tile; `kind` is the key of its name."""
        if probabilities is None:
            return {
                kind: str(name),
                "n_superpixels": 0,
                "n_positive": 0,
                "positive": None,
                "max_probability": None,
                "error": error,
            }
        n_positive = count_positive(probabilities, self.threshold.value)
        return {
            kind: str(name),
            "n_superpixels": len(probabilities),
            "n_positive": n_positive,
            "positive": n_positive >= self.rule,
            "max_probability": float(probabilities.max()),
            "error": None,
        }

    def _summary(self, grid: RasterGrid, tiles: list[Row]) -> Row:
        """The row of a raster: positive when a tile of it is."""
        analysed = [tile for tile in tiles if tile["error"] is None]
        return {
            "image": str(grid.path),
            "n_superpixels": sum(tile["n_superpixels"] for tile in analysed),
            "n_positive": sum(tile["n_positive"] for tile in analysed),
            "positive": any(tile["positive"] for tile in analysed) if analysed else None,
            "max_probability": max((tile["max_probability"] for tile in analysed), default=None),
            "error": _what_failed(grid, tiles),
            "zoom": grid.zoom,
            "metres_per_pixel": grid.metres_per_pixel,
            "n_tiles": grid.n_tiles,
            "n_tiles_without_data": grid.n_tiles - len(tiles),
            "n_tiles_positive": sum(tile["positive"] for tile in analysed),
            "tiles": tiles,
        }

    def _draw(self, found: Analysis[Any], path: Path) -> None:
        if found.image is not None and found.labels is not None:
            picture = draw_overlay(found.image, found.labels, found.probabilities, self.threshold.value)
            save_overlay(picture, path)


def start_shapes(features: FeatureFile | None, grid: RasterGrid, shapes: str) -> ShapeWriter | None:
    return ShapeWriter(features, grid.path, grid.zoom, shapes) if features else None


def _zero_without_data(
    image: NDArray[np.uint8], labels: NDArray[np.int32], probabilities: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Probability 0 for superpixels that are wholly black: the raster has no data there."""
    shown = image.any(axis=2)
    if shown.all():
        return probabilities
    n_shown = np.bincount(labels[shown], minlength=len(probabilities) + 1)[1:]
    return np.where(n_shown > 0, probabilities, np.float32(0))


def _what_failed(grid: RasterGrid, tiles: list[Row]) -> str | None:
    errors = [tile["error"] for tile in tiles if tile["error"]]
    if errors:
        return f"{len(errors)} of {grid.n_tiles} tiles of {grid.path} failed; the first: {errors[0]}"
    return None if tiles else f"{grid.path} has no valid pixel in any of its {grid.n_tiles} tiles."
