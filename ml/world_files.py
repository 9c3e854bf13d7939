"""World files: six numbers beside a picture that place it, and the .prj file that names the coordinates."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pyproj
from affine import Affine
from pyproj.exceptions import CRSError

from ml.raster_errors import PlacingError

MAX_BYTES = 32 * 1024


def read_world_file(path: Path) -> Affine:
    """The transform from columns and rows to coordinates, (0, 0) being the corner of the first pixel.

    A world file gives, one a line: the width of a pixel, two terms of rotation, its height (negative where
    rows go south), and the coordinates of the first pixel's centre. Raises `PlacingError`.
    """
    words = _read(path).replace(",", ".").split()
    try:
        a, d, b, e, x, y = (float(word) for word in words[:6])
    except ValueError as error:
        raise PlacingError(path, "does not hold six numbers") from error
    transform = Affine(a, b, x - (a + b) / 2, d, e, y - (d + e) / 2)
    if not all(map(math.isfinite, transform[:6])) or transform.is_degenerate:
        raise PlacingError(path, "gives pixels without a size")
    return transform


def read_projection(path: Path) -> str:
    """The coordinate reference system of a .prj file, as WKT. Raises `PlacingError`."""
    try:
        return pyproj.CRS.from_wkt(_read(path).strip("\ufeff\n\r ")).to_wkt()
    except CRSError as error:
        raise PlacingError(path, "holds no coordinate reference system") from error


def parse_crs(text: str) -> str:
    """WKT of a coordinate reference system that a person gave by its code, such as EPSG:32635.

    Raises `PlacingError` for anything else: PROJ would take much more, with names of files in it.
    """
    try:
        if not re.fullmatch(r"[A-Za-z]+:[0-9]+", text.strip()):
            raise CRSError("no code")
        crs = pyproj.CRS.from_user_input(text.strip())
    except CRSError as error:
        raise PlacingError(Path(text), "is not a known code, such as EPSG:32635") from error
    if not (crs.is_projected or crs.is_geographic):
        raise PlacingError(Path(text), "has neither longitudes and latitudes nor eastings and northings")
    return crs.to_wkt()


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES).decode("utf-8", "replace")
    except OSError as error:
        raise PlacingError(path, f"cannot be read: {error.strerror}") from error
