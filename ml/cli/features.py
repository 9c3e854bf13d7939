"""Shapes of positive superpixels as GeoJSON (RFC 7946), written as they are found."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from ml.cli.files import own_errors, write_whole
from ml.geometry import DECIMALS, area_ha, to_geojson, union_of_superpixels
from ml.merging import MergedShape, ShapeMerger
from ml.outlines import superpixel_outlines
from ml.tiles import TILE_SIZE, Tile

MERGED, SUPERPIXELS = SHAPES = ("merged", "superpixels")
STEPS_A_PIXEL = 20
"""Coordinates are at least this much finer than a pixel, so that rounding keeps outlines valid."""


class FeatureFile:
    """A FeatureCollection being written, one feature a line."""

    def __init__(self, file: IO[str], path: Path) -> None:
        self._file, self._path = file, path
        self._n_features = 0

    def add(self, geometry: MultiPolygon, zoom: int, properties: Mapping[str, Any]) -> None:
        """Write a shape in degrees; raises `WriteError`."""
        feature = {
            "type": "Feature",
            "geometry": _as_simple(to_geojson(geometry, _decimals(zoom))),
            "properties": {**properties, "area_ha": round(area_ha(geometry), 6)},
        }
        self._write(f"{',' if self._n_features else ''}\n{json.dumps(feature, ensure_ascii=False)}")
        self._n_features += 1

    def begin(self, members: Mapping[str, Any]) -> None:
        head = json.dumps({"type": "FeatureCollection", **members}, ensure_ascii=False)
        self._write(f'{head[:-1]}, "features": [')

    def end(self) -> None:
        self._write("\n]}\n")

    def _write(self, text: str) -> None:
        with own_errors(self._path):
            self._file.write(text)


@contextmanager
def write_features(path: Path, members: Mapping[str, Any]) -> Iterator[FeatureFile]:
    """A GeoJSON file with `members` beside its features; `path` changes only when all are written. Raises
    `WriteError`."""
    with write_whole(path) as file:
        features = FeatureFile(file, path)
        features.begin(members)
        yield features
        features.end()


class ShapeWriter:
    """Writes the shapes of one raster, whose tiles come in quadkey order."""

    def __init__(self, features: FeatureFile, image: Path, zoom: int, shapes: str) -> None:
        self._features, self._image, self._zoom = features, str(image), zoom
        self._merger = ShapeMerger(zoom) if shapes == MERGED else None

    def add(
        self,
        tile: Tile,
        labels: NDArray[np.int32],
        probabilities: NDArray[np.float32],
        positive: list[int],
        *,
        in_positive_tile: bool,
    ) -> None:
        """Add an analysed tile; `positive` are the numbers of the superpixels to write."""
        if self._merger:
            self._write_merged(
                self._merger.add(tile, labels, probabilities, positive, in_positive_tile=in_positive_tile)
            )
        elif positive:
            outlines = superpixel_outlines(labels)
            for number in positive:
                properties = {
                    "image": self._image,
                    "tile": str(tile),
                    "superpixel": number,
                    "probability": _share(probabilities[number - 1]),
                    "in_positive_tile": in_positive_tile,
                }
                self._features.add(union_of_superpixels(tile, outlines, [number]), self._zoom, properties)

    def skip(self, tile: Tile) -> None:
        """Pass over a tile that has no data or failed."""
        if self._merger:
            self._write_merged(self._merger.skip(tile))

    def finish(self) -> None:
        """Write the shapes that still wait for neighbours."""
        if self._merger:
            self._write_merged(self._merger.finish())

    def _write_merged(self, found: Iterable[MergedShape]) -> None:
        for shape in found:
            properties = {
                "image": self._image,
                "n_superpixels": len(shape.probabilities),
                "max_probability": _share(max(shape.probabilities)),
                "mean_probability": _share(sum(shape.probabilities) / len(shape.probabilities)),
                "in_positive_tile": shape.in_positive_tile,
            }
            self._features.add(shape.geometry, self._zoom, properties)


def _as_simple(geometry: dict[str, Any]) -> dict[str, Any]:
    """A MultiPolygon of one part as that Polygon."""
    if geometry["type"] == "MultiPolygon" and len(geometry["coordinates"]) == 1:
        return {"type": "Polygon", "coordinates": geometry["coordinates"][0]}
    return geometry


def _decimals(zoom: int) -> int:
    """Decimals of a degree: the usual ones, or more where pixels are tiny."""
    pixel = 360 / (TILE_SIZE << zoom)
    return max(DECIMALS, math.ceil(math.log10(STEPS_A_PIXEL / pixel)))


def _share(probability: float) -> float:
    return round(float(probability), 4)
