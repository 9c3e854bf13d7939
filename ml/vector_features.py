"""Points, lines and polygons of a vector file with their properties, read as safely as `vector_files` reads.

python -m ml.vector_features FILE FOLDER LIMITS
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely

from ml.vector_files import TAKES_DEGREES, Limits, VectorFileError, main, open_layers, read_apart, shown

RESULT = "features.json"
MAX_COLUMNS = 100
MAX_TEXT = 1000
"""Characters kept of a property."""
POINTS_AROUND = 200
"""An outline gets at least about so many points before it is reprojected."""


@dataclass(frozen=True)
class Feature:
    geometry: shapely.Geometry
    """Degrees (EPSG:4326), longitude first, two dimensions; not mended."""
    properties: dict[str, Any]
    """Text, numbers and truth values."""


def read_features(path: Path, limits: Limits) -> list[Feature]:
    """All features of a GeoPackage, KML, FlatGeobuf, GeoJSON or zipped Shapefile. Raises `VectorFileError`;
    `no_polygons` then means that there is no feature at all."""
    with tempfile.TemporaryDirectory(prefix="landscar-vector-") as folder:
        read_apart("ml.vector_features", path, Path(folder), limits)
        rows = json.loads((Path(folder) / RESULT).read_bytes())
    return [Feature(shapely.from_wkb(bytes.fromhex(wkb)), properties) for wkb, properties in rows]


def _read(path: Path, folder: Path, limits: Limits) -> dict[str, Any]:
    rows: list[tuple[str, dict[str, Any]]] = []
    n_vertices = 0
    for member, layer in open_layers(path, folder, limits):
        for geometry, properties in _features(member, layer):
            n_vertices += shapely.get_num_coordinates(geometry)
            if n_vertices > limits.vertices:
                raise VectorFileError("many_vertices", n=n_vertices, most=limits.vertices)
            if len(rows) >= limits.features:
                raise VectorFileError("many_features", most=limits.features)
            rows.append((shapely.to_wkb(geometry, hex=True), properties))
    if not rows:
        raise VectorFileError("no_polygons", n_others=0)
    (folder / RESULT).write_text(json.dumps(rows))
    return {"n": len(rows)}


def _features(path: Path, layer: str) -> Iterator[tuple[shapely.Geometry, dict[str, Any]]]:
    from pyogrio import raw
    from pyogrio.errors import DataLayerError, DataSourceError, GeometryError

    try:
        with raw.open_arrow(path, layer=layer, use_pyarrow=True, batch_size=512) as (facts, reader):
            name = facts["geometry_name"] or "wkb_geometry"
            columns = [str(column) for column in facts["fields"]][:MAX_COLUMNS]
            for batch in reader:
                for row in batch.select([name, *columns]).to_pylist():
                    shape = shapely.from_wkb(row.pop(name), on_invalid="ignore")
                    if shape is not None and not shape.is_empty:
                        yield _in_degrees(shapely.force_2d(shape), facts["crs"]), _plain(row)
    except (DataSourceError, DataLayerError, GeometryError, OSError, ValueError, KeyError) as error:
        raise VectorFileError("unreadable", error=shown(error, path)) from error


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if value is not None}
    return {
        name: value if isinstance(value, bool | int | float) else str(value)[:MAX_TEXT]
        for name, value in kept.items()
    }


def _in_degrees(shape: shapely.Geometry, crs: str | None) -> shapely.Geometry:
    if crs in TAKES_DEGREES:
        return shape
    if crs is None:
        west, south, east, north = shape.bounds
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise VectorFileError("no_crs")
        return shape
    return _reprojected(shape, crs)


def _reprojected(shape: shapely.Geometry, crs: str) -> shapely.Geometry:
    from pyproj import CRS, Transformer
    from pyproj.exceptions import ProjError

    try:
        system = CRS.from_user_input(crs)
        transformer = Transformer.from_crs(system, "EPSG:4326", always_xy=True)
        if shape.length and shapely.get_num_coordinates(shape) < POINTS_AROUND:
            shape = shapely.segmentize(shape, shape.length / POINTS_AROUND)
        moved = shapely.transform(shape, transformer.transform, interleaved=False)
    except ProjError as error:
        raise VectorFileError("bad_crs", error=str(error)[:200]) from error
    if not all(map(_is_finite, moved.bounds)):
        raise VectorFileError("bad_crs", error=system.name)
    return moved


def _is_finite(number: float) -> bool:
    return abs(number) <= 180


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], _read))
