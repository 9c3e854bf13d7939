"""Opens rasters so that GDAL reads the one file it was given. Imports rasterio, as `ml.rasters` does.

A raster may name others: overviews (`OVERVIEW_FILE`, `.ovr`), masks (`.msk`), metadata (`.aux.xml`), parts of
a mosaic. GDAL opens them unasked, with any of its drivers, and some of those fetch addresses.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import rasterio
from rasterio._err import CPLE_BaseError  # GDAL's own errors, which PROJ's failures reach us as
from rasterio.errors import RasterioError
from rasterio.io import DatasetReader
from rio_tiler.errors import RioTilerError

from ml.raster_errors import LeadsElsewhere, UnreadableRaster
from ml.tiff_structure import check_tiff

MAX_REASON = 200
NOWHERE = "http://127.0.0.1:1"
NETWORK_DRIVERS = "HTTP WMS WMTS WCS OGCAPI STACIT STACTA PLMOSAIC EEDAI DAAS"
GDAL_OPTIONS: dict[str, Any] = {
    # No Python in VRTs, and little memory. In bytes: rasterio does not accept megabytes.
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "GDAL_CACHEMAX": 128 * 1024 * 1024,
    # No network. GDAL has no switch for it: the first line closes /vsicurl/ and what is built on it, the
    # second takes away drivers that fetch (in a process whose first use of GDAL this is), and the others send
    # whatever else uses curl to a port that nothing listens on.
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "none",
    "GDAL_SKIP": NETWORK_DRIVERS,
    "GDAL_HTTP_PROXY": NOWHERE,
    "GDAL_HTTPS_PROXY": NOWHERE,
}
ALONE = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",  # no .ovr, .msk, .aux.xml, .tfw beside the file
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_GEOREF_SOURCES": "INTERNAL",
}
NAMING_DOMAINS = ("OVERVIEWS", "GEOLOCATION")
"""Metadata domains whose values GDAL opens as files."""

Opener = Callable[..., BinaryIO]


@contextmanager
def open_raster(
    path: Path | str, driver: str | None = None, *, below: Path | None = None, opener: Opener | None = None
) -> Iterator[DatasetReader]:
    """Open a file as a rasterio dataset for one thread, with GDAL's `driver` if one is given.

    With `below`, files beside it are ignored, also those with overviews and masks, and the parts of a mosaic
    must lie below that folder. With `opener`, its bytes come from `opener(path, mode)`, and it has no parts.

    Raises `LeadsElsewhere` for a raster that names other files; GDAL's errors, in opening and in the block,
    become `UnreadableRaster`.
    """
    alone = below is not None or opener is not None
    try:
        with (
            rasterio.Env(**GDAL_OPTIONS | (ALONE if alone else {})),
            rasterio.open(path, driver=driver, opener=opener) as dataset,
        ):
            if alone:
                _check_names(dataset, Path(path), below)
            yield dataset
    except (RasterioError, CPLE_BaseError, RioTilerError) as error:
        raise UnreadableRaster(Path(path), _brief(error)) from error


def _brief(error: Exception) -> str:
    """GDAL's message on one line and shortened: it may quote definitions of projections."""
    text = " ".join(str(error).split())
    return text if len(text) <= MAX_REASON else f"{text[:MAX_REASON]}..."


def _check_names(dataset: DatasetReader, path: Path, below: Path | None) -> None:
    # First the metadata: GDAL opens what they name as soon as it is asked for overviews or files.
    for domain in NAMING_DOMAINS:
        if named := dataset.tags(ns=domain):
            raise LeadsElsewhere(path, next(iter(named.values())))
    parts = [Path(name) for name in dataset.files if name != dataset.name]
    for part in parts:
        if below is None or not part.resolve().is_relative_to(below.resolve()):
            raise LeadsElsewhere(path, str(part))
        changed = part.stat()
        _check_part(part, changed.st_mtime_ns, changed.st_size)


@functools.lru_cache(maxsize=16384)
def _check_part(path: Path, mtime_ns: int, size: int) -> None:
    """A mosaic opens its parts itself, and as it opens them they may name files too. Cached until the file
    changes, because a mosaic of thousands is opened for each tile."""
    with path.open("rb") as file:
        check_tiff(file, path)
    with rasterio.open(path, driver="GTiff") as part:
        _check_names(part, path, None)
