"""Coordinate reference systems that people name."""

from __future__ import annotations

import re
from pathlib import Path

import pyproj
from pyproj.exceptions import CRSError

from ml.raster_errors import PlacingError


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
