"""Polygons of a vector file, read by GDAL in a process of its own.

    python -m ml.vector_files FILE FOLDER LIMITS

A file that somebody sent may be made to harm: GDAL finds the driver by looking into the file, so that a
".kml" may be an OGR VRT that names other files or addresses; a small file may unpack to more than the memory.
This process therefore knows only the drivers in `DRIVERS`, has limits on memory and time, unpacks below
FOLDER under names of its own, and can be killed. `read_polygons` starts it.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from ml.errors import MlError
from ml.vector_archives import ArchiveFault, unpack

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRIVERS = frozenset({"GeoJSON", "GPKG", "KML", "ESRI Shapefile", "FlatGeobuf"})
GDAL_OPTIONS = {
    "SHAPE_RESTORE_SHX": "YES",
    "OGR_GEOJSON_MAX_OBJ_SIZE": "100",
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "OGR_SQLITE_LOAD_EXTENSIONS": "",
    "CPL_DEBUG": "OFF",
}
# A Shapefile is several files, and GDAL looks for them in its folder, which holds nothing else.
GDAL_OPTIONS_FOR_SHAPEFILES = {"GDAL_DISABLE_READDIR_ON_OPEN": "FALSE"}
POINTS_AROUND = 200
"""An outline gets at least about so many points before it is reprojected: straight lines become curves."""
TAKES_DEGREES = ("EPSG:4326", "OGC:CRS84")
RESULT = "polygons.wkb"


class VectorFileError(MlError):
    """A file whose polygons cannot be read. `code` says why; `facts` has numbers and names for the words.

    Codes: broken_zip, encrypted_zip, large_zip, nothing_in_zip, unreadable, no_polygons, no_crs, bad_crs,
    many_features, many_vertices, out_of_memory, out_of_time, killed.
    """

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(f"The vector file cannot be used: {code} {facts or ''}")
        self.code, self.facts = code, facts


@dataclass(frozen=True)
class Limits:
    unpacked_bytes: int = 128 * 2**20
    features: int = 100_000
    vertices: int = 2_000_000
    memory_bytes: int = 3 * 2**30
    seconds: int = 120


@dataclass
class VectorFile:
    """What a file holds: polygons in degrees (EPSG:4326), longitude first; not mended."""

    polygons: list[shapely.Geometry] = field(default_factory=list)
    layers: list[str] = field(default_factory=list)
    """Layers with polygons."""
    n_others: int = 0
    """Points, lines and shapes that GEOS does not know, left out."""
    crs: list[str] = field(default_factory=list)
    """Systems that were reprojected from."""
    is_crs_guessed: bool = False
    """No system was named, and the coordinates could be degrees."""


def read_polygons(path: Path, limits: Limits | None = None) -> VectorFile:
    """All polygons of a GeoJSON, GeoPackage, KML, FlatGeobuf or zipped Shapefile. Raises VectorFileError."""
    with tempfile.TemporaryDirectory(prefix="landscar-vector-") as folder:
        found = VectorFile(**read_apart("ml.vector_files", path, Path(folder), limits or Limits()))
        found.polygons = list(shapely.get_parts(shapely.from_wkb((Path(folder) / RESULT).read_bytes())))
    return found


def read_apart(module: str, path: Path, folder: Path, limits: Limits) -> dict[str, Any]:
    """What `module`, run with `main`, says of a file; it writes the rest into `folder`. Raises
    VectorFileError."""
    command = [sys.executable, "-m", module, str(path), str(folder), json.dumps(asdict(limits))]
    try:
        done = _run(command, limits.seconds + 30)
    except subprocess.TimeoutExpired as error:
        raise VectorFileError("out_of_time") from error
    return _answer(done)


def _run(command: list[str], seconds: int) -> subprocess.CompletedProcess[bytes]:
    root = Path(__file__).parents[1]
    environment = _environment()
    return subprocess.run(  # noqa: S603 - our own module; the file's name is a stored one
        command, cwd=root, env=environment, capture_output=True, timeout=seconds, check=False
    )


def _environment() -> dict[str, str]:
    kept = ("PATH", "LANG", "LD_LIBRARY_PATH", "TMPDIR")
    own = {name: os.environ[name] for name in kept if name in os.environ}
    return {**own, **GDAL_OPTIONS, "GDAL_SKIP": _skipped_drivers(), "OPENBLAS_NUM_THREADS": "1"}


def _skipped_drivers() -> str:
    # Imported here: GDAL is a worker's.
    import pyogrio

    return ",".join(sorted(set(pyogrio.list_drivers()) - DRIVERS))


def _answer(done: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    said = done.stdout.decode(errors="replace").strip().splitlines()
    try:
        facts: dict[str, Any] = json.loads(said[-1])
    except (IndexError, ValueError) as error:
        code = "out_of_memory" if b"MemoryError" in done.stderr or b"bad_alloc" in done.stderr else "killed"
        raise VectorFileError(code, status=done.returncode) from error
    if "code" in facts:
        raise VectorFileError(facts.pop("code"), **facts)
    return facts


def main(arguments: list[str], read: Callable[[Path, Path, Limits], dict[str, Any]]) -> int:
    """In the process of its own: `read` gets the file, a folder for its result, and the limits."""
    path, folder, limits = Path(arguments[0]), Path(arguments[1]), Limits(**json.loads(arguments[2]))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 5))
    try:
        facts = read(path, folder, limits)
    except (VectorFileError, ArchiveFault) as error:
        _say({"code": error.code, **error.facts})
    except MemoryError:
        _say({"code": "out_of_memory"})
    else:
        _say(facts)
    return 0


def _say(facts: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")


def open_layers(path: Path, folder: Path, limits: Limits) -> Iterator[tuple[Path, str]]:
    """Each layer of the file or of those in its archive, with the file that it is in."""
    import pyogrio

    if not set(pyogrio.list_drivers()) <= DRIVERS:
        raise RuntimeError("GDAL_SKIP left drivers that may follow links; nothing was read.")
    members = unpack(path, folder, limits.unpacked_bytes)
    if any(member.suffix == ".shp" for member in members):
        pyogrio.set_gdal_config_options(GDAL_OPTIONS_FOR_SHAPEFILES)
    for member in members:
        _check_positions(member, limits)
        for layer in _layers(member):
            yield member, layer


def _read(path: Path, folder: Path, limits: Limits) -> dict[str, Any]:
    found, n = VectorFile(), Counts()
    for member, layer in open_layers(path, folder, limits):
        _read_layer(member, layer, found, n, limits)
    if not found.polygons:
        raise VectorFileError("no_polygons", n_others=found.n_others)
    polygons, found.polygons = found.polygons, []
    (folder / RESULT).write_bytes(shapely.to_wkb(shapely.GeometryCollection(polygons)))
    return asdict(found)


@dataclass
class Counts:
    features: int = 0
    vertices: int = 0


def _check_positions(path: Path, limits: Limits) -> None:
    """GDAL's text readers take a hundred bytes of memory and more for a point that was written in four."""
    mark = {".geojson": b"[", ".json": b"[", ".kml": b","}.get(path.suffix)
    if mark is None:
        return
    with path.open("rb") as file:
        n = sum(chunk.count(mark) for chunk in iter(lambda: file.read(2**20), b""))
    # Names hold commas too, and KML has one or two for a point.
    if n > 2 * limits.vertices + 100_000:
        raise VectorFileError("many_vertices", n=n, most=limits.vertices)


def _layers(path: Path) -> list[str]:
    import pyogrio
    from pyogrio.errors import DataSourceError

    try:
        return [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    except (DataSourceError, UnicodeError) as error:
        raise VectorFileError("unreadable", error=shown(error, path)) from error


def shown(error: Exception, path: Path) -> str:
    return str(error).replace(str(path), path.name).split(";")[0][:200]


def _read_layer(path: Path, layer: str, found: VectorFile, n: Counts, limits: Limits) -> None:
    from pyogrio import raw
    from pyogrio.errors import DataLayerError, DataSourceError, GeometryError

    shapes: list[NDArray[np.object_]] = []
    try:
        with raw.open_arrow(path, layer=layer, columns=[], use_pyarrow=True, batch_size=512) as (
            facts,
            reader,
        ):
            for batch in reader:
                column = batch.column(facts["geometry_name"] or "wkb_geometry")
                shapes.append(_counted(column.to_numpy(zero_copy_only=False), n, limits, found))
    except (DataSourceError, DataLayerError, GeometryError, OSError, ValueError, KeyError) as error:
        raise VectorFileError("unreadable", error=shown(error, path)) from error
    polygons = np.concatenate([*shapes, np.array([], dtype=object)])
    if len(polygons):
        found.layers.append(layer)
        found.polygons += list(_in_degrees(polygons, facts["crs"], found))


def _counted(wkb: NDArray[np.object_], n: Counts, limits: Limits, found: VectorFile) -> NDArray[np.object_]:
    # A position takes 16 bytes: refused before GEOS copies them.
    n.vertices += sum(len(one) for one in wkb if one is not None) // 16
    n.features += len(wkb)
    if n.vertices > limits.vertices:
        raise VectorFileError("many_vertices", n=n.vertices, most=limits.vertices)
    if n.features > limits.features:
        raise VectorFileError("many_features", most=limits.features)
    shapes = shapely.force_2d(shapely.from_wkb(wkb, on_invalid="ignore"))
    found.n_others += int(sum(one is not None for one in wkb) - np.count_nonzero(shapes != np.array(None)))
    parts = shapely.get_parts(shapely.get_parts(shapes[shapes != np.array(None)]))
    are_polygons = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)
    found.n_others += int((~are_polygons & ~shapely.is_empty(parts)).sum())
    polygons: NDArray[np.object_] = parts[are_polygons]
    return polygons


def _in_degrees(polygons: NDArray[np.object_], crs: str | None, found: VectorFile) -> NDArray[np.object_]:
    if crs is None:
        west, south, east, north = shapely.total_bounds(polygons)
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise VectorFileError("no_crs")
        found.is_crs_guessed = True
        return polygons
    if crs in TAKES_DEGREES:
        return polygons
    return _reprojected(polygons, crs, found)


def _reprojected(polygons: NDArray[np.object_], crs: str, found: VectorFile) -> NDArray[np.object_]:
    from pyproj import CRS, Transformer
    from pyproj.exceptions import ProjError

    try:
        system = CRS.from_user_input(crs)
        transformer = Transformer.from_crs(system, "EPSG:4326", always_xy=True)
        few = shapely.get_num_coordinates(polygons) < POINTS_AROUND
        polygons[few] = shapely.segmentize(polygons[few], shapely.length(polygons[few]) / POINTS_AROUND)
        moved: NDArray[np.object_] = shapely.transform(polygons, transformer.transform, interleaved=False)
    except ProjError as error:
        raise VectorFileError("bad_crs", error=str(error)[:200]) from error
    if not np.isfinite(shapely.get_coordinates(moved)).all():
        raise VectorFileError("bad_crs", error=system.name)
    if system.name not in found.crs:
        found.crs.append(system.name)
    return moved


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], _read))
