"""The files that a raster source may be read from, and the list from which a person chooses one.

Opens no file with GDAL, so that web processes may use it.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.conf import settings

from imagery.errors import SourceUnavailable
from imagery.messages import message as _
from imagery.readers.folders import find_file
from imagery.readers.tiff_files import GEOTIFF_SUFFIXES, check_tiff_file
from imagery.readers.vrt_files import check_vrt
from imagery.source_kinds import SourceKind

PICTURE_SUFFIXES = GEOTIFF_SUFFIXES | {".jpg", ".jpeg", ".png"}
KINDS = {
    **dict.fromkeys([*GEOTIFF_SUFFIXES, ".vrt"], SourceKind.RASTER),
    ".mbtiles": SourceKind.MBTILES,
    ".pmtiles": SourceKind.PMTILES,
}
MAX_LISTED = 1000
MAX_DEPTH = 6
MAX_ENTRIES = 100_000
"""Looked at in all, so that a folder of everything does not hold a page up."""
MANY_PICTURES = 24
"""A folder with more is listed as one source, without the pictures one by one."""


def find_raster(relative: str) -> Path:
    """The GeoTIFF or VRT of a source's path below RASTER_ROOT.

    Raises `ForbiddenAddress` for a path, a part of a VRT or a name in a TIFF's metadata that leads elsewhere,
    `SourceUnavailable` for a file that is missing, of another kind, damaged in its header, or stored in
    blocks that are too large.
    """
    path = find_file(relative)
    if path.suffix.lower() == ".vrt":
        check_vrt(path)
    elif path.suffix.lower() in GEOTIFF_SUFFIXES:
        check_tiff_file(path)
    else:
        raise SourceUnavailable(_("%(path)s is not a .tif, .tiff or .vrt file.") % {"path": relative})
    return path


def raster_driver(path: Path) -> str:
    """The only GDAL driver that may open the file, whatever its content looks like."""
    return "VRT" if path.suffix.lower() == ".vrt" else "GTiff"


@dataclass(frozen=True)
class RasterFile:
    """A file, or a folder of pictures, that a source can be made from. `path` is relative to RASTER_ROOT."""

    path: str
    kind: SourceKind
    size_bytes: int


def list_rasters() -> list[RasterFile]:
    """What RASTER_ROOT offers, by path: at most `MAX_LISTED`, and no deeper than `MAX_DEPTH` folders.

    Links that lead outside are left out, as are names that begin with a dot. Files are not opened: one that
    is listed may still be refused. Empty when the folder is missing or cannot be read.
    """
    root = settings.RASTER_ROOT.resolve()
    found = (listed for folder, files in _walk(root, root) for listed in _sources_in(folder, files, root))
    return sorted(islice(found, MAX_LISTED), key=lambda one: one.path)


def _walk(root: Path, start: Path) -> Iterator[tuple[Path, list[Path]]]:
    """Folders with the files in them, which are free of links, from the top and in alphabetical order."""
    waiting, seen, left = [(start, 0)], {start}, MAX_ENTRIES
    while waiting and left > 0:
        folder, depth = waiting.pop(0)
        entries = _entries(folder, root, left)
        left -= len(entries)
        yield folder, [path for path in entries if path.is_file()]
        below = [path for path in entries if depth < MAX_DEPTH and path.is_dir() and path not in seen]
        seen.update(below)
        waiting += [(path, depth + 1) for path in below]


def _entries(folder: Path, root: Path, limit: int) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in islice(entries, limit) if not entry.name.startswith(".")]
        found = [(folder / name).resolve() for name in sorted(names)]
        return [path for path in found if path.is_relative_to(root)]
    except (OSError, RuntimeError):  # pathlib raises RuntimeError for a link that leads to itself
        return []


def _sources_in(folder: Path, files: list[Path], root: Path) -> Iterator[RasterFile]:
    pictures = [path for path in files if path.suffix.lower() in PICTURE_SUFFIXES]
    if len(pictures) > 1 and folder != root:
        yield _listed(folder, SourceKind.PICTURES, pictures, root)
    for path in files:
        kind = KINDS.get(path.suffix.lower())
        if kind and not (len(pictures) > MANY_PICTURES and path in pictures and folder != root):
            yield _listed(path, kind, [path], root)


def _listed(path: Path, kind: SourceKind, files: list[Path], root: Path) -> RasterFile:
    return RasterFile(path.relative_to(root).as_posix(), kind, sum(file.stat().st_size for file in files))
