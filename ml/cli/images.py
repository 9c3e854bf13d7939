"""The inputs of `detect`: pictures, each one tile, and georeferenced rasters, which are cut into tiles."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ml.errors import MlError, PictureError
from ml.pictures import MAX_BYTES, MAX_PIXELS, TIFF_MAGIC
from ml.raster_errors import UnreadableRaster
from ml.raster_grid import RasterGrid, plan_grid
from ml.raster_opening import open_raster
from ml.rasters import is_georeferenced


@dataclass(frozen=True)
class PlainPicture:
    """A file that is read as one picture; `not_a_raster` is the reason why it has no coordinates."""

    path: Path
    not_a_raster: MlError


@dataclass(frozen=True)
class Refused:
    """A file that cannot be read, and the reason."""

    path: Path
    error: MlError


Input = PlainPicture | RasterGrid | Refused


def open_input(path: Path, zoom: int | None) -> Input:
    """What a file is, from its header. Raises nothing: one bad file does not stop the others."""
    try:
        with open_raster(path) as dataset:
            georeferenced = is_georeferenced(dataset)
            width, height = dataset.width, dataset.height
    except UnreadableRaster as error:
        # Pillow may read it, or explain better what it is, unless it is a TIFF or too large for Pillow.
        return Refused(path, error) if _is_heavy(path) or _is_tiff(path) else PlainPicture(path, error)
    try:
        if georeferenced:
            return plan_grid(path, zoom)
        _check_size(path, width, height)
    except MlError as error:
        return Refused(path, error)
    return PlainPicture(
        path,
        PictureError(
            f"{path} has no georeference, so its shapes would have no coordinates; "
            "give it one with gdal_translate -a_srs and -a_ullr, or leave out --geojson."
        ),
    )


def require_coordinates(inputs: list[Input]) -> None:
    """Raises the `MlError` of the first input that has no place on a map."""
    for one in inputs:
        if isinstance(one, PlainPicture):
            raise one.not_a_raster
        if isinstance(one, Refused):
            raise one.error


def _is_heavy(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > MAX_BYTES


def _is_tiff(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in TIFF_MAGIC
    except OSError:
        return False


def _check_size(path: Path, width: int, height: int) -> None:
    if width * height > MAX_PIXELS or _is_heavy(path):
        raise PictureError(
            f"{path} is {width} x {height} pixels and {path.stat().st_size / 2**20:.1f} MiB without "
            f"georeference, and the limit for one picture is {MAX_PIXELS / 1e6:.0f} million pixels and "
            f"{MAX_BYTES / 2**20:.0f} MiB; cut it into tiles, or give it a georeference "
            "with gdal_translate -a_srs and -a_ullr, and it is cut automatically."
        )
