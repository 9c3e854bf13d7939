"""Checks GeoTIFFs before GDAL opens them."""

import functools
from pathlib import Path

from imagery.errors import SourceUnavailable
from imagery.messages import message as _
from imagery.readers.raster_words import in_our_words
from ml.pictures import TIFF_MAGIC
from ml.tiff_structure import check_tiff

GEOTIFF_SUFFIXES = {".tif", ".tiff"}


def check_tiff_file(path: Path) -> None:
    """Raises `SourceUnavailable` for a file that is no TIFF, is damaged, or has blocks too large to decode,
    and its `ForbiddenAddress` for one that names other files."""
    changed = path.stat()
    _check_unchanged(path, changed.st_mtime_ns, changed.st_size)


@functools.lru_cache(maxsize=16384)
def _check_unchanged(path: Path, mtime_ns: int, size: int) -> None:
    """Cached until the file changes: a mosaic is opened for each tile and may have thousands of parts."""
    with path.open("rb") as file:
        if file.read(4) not in TIFF_MAGIC:
            raise SourceUnavailable(_("%(path)s is not a TIFF file, or is damaged.") % {"path": path.name})
        with in_our_words(path.name):
            check_tiff(file, path)
