"""The files of a folder of georeferenced pictures, without opening them: web processes check folders too."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from imagery.errors import SourceUnavailable
from imagery.messages import message as _
from imagery.readers.folders import find_folder

DRIVERS = {".tif": "GTiff", ".tiff": "GTiff", ".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}
WORLD_SUFFIXES = {
    "GTiff": (".tfw", ".tifw", ".tiffw", ".wld"),
    "JPEG": (".jgw", ".jpgw", ".jpegw", ".wld"),
    "PNG": (".pgw", ".pngw", ".wld"),
}
PROJECTION_SUFFIX = ".prj"
SIDECARS = frozenset(suffix for names in WORLD_SUFFIXES.values() for suffix in names) | {PROJECTION_SUFFIX}
MAX_PICTURES = 20_000
MAX_DEPTH = 4


@dataclass(frozen=True)
class PictureFile:
    """A picture and the files that place it. `name` is its path below the source's folder; `state` changes
    with the content of any of them."""

    name: str
    path: Path
    state: str
    world_file: Path | None
    projection_file: Path | None

    @property
    def driver(self) -> str:
        """The only GDAL driver that may open it."""
        return DRIVERS[self.path.suffix.lower()]


@dataclass(frozen=True)
class _Entry:
    path: Path
    size: int
    mtime_ns: int


def list_pictures(relative: str) -> list[PictureFile]:
    """The pictures of a source's folder and of those in it, by name.

    Links that lead outside RASTER_ROOT are left out, as are names that begin with a dot. Raises
    `ForbiddenAddress` for a folder outside RASTER_ROOT, `SourceUnavailable` for one that is missing, has no
    pictures, or has too many.
    """
    folder = find_folder(relative)
    entries = {str(entry.path).lower(): entry for entry in _entries(folder, MAX_DEPTH)}
    pictures = [entry for entry in entries.values() if entry.path.suffix.lower() in DRIVERS]
    if not pictures:
        raise SourceUnavailable(
            _("The folder %(path)s holds no pictures; put .tif, .jpg or .png files there.")
            % {"path": relative}
        )
    if len(pictures) > MAX_PICTURES:
        raise SourceUnavailable(
            _("The folder %(path)s holds more than %(count)d pictures; merge them into one GeoTIFF.")
            % {"path": relative, "count": MAX_PICTURES}
        )
    found = (_picture_file(entry, entries, folder) for entry in pictures)
    return sorted(found, key=lambda picture: picture.name)


def state_of(pictures: list[PictureFile]) -> str:
    """What changes when any picture is added, removed or changed."""
    return _digest(*(f"{picture.name}\0{picture.state}" for picture in pictures))


def _entries(folder: Path, depth: int) -> Iterator[_Entry]:
    try:
        with os.scandir(folder) as found:
            entries = [entry for entry in found if not entry.name.startswith(".")]
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if depth:
                yield from _entries(Path(entry.path), depth - 1)
        elif _suffix(entry.name) in DRIVERS.keys() | SIDECARS and _is_allowed(entry):
            status = entry.stat()
            yield _Entry(Path(entry.path), status.st_size, status.st_mtime_ns)


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()  # noqa: PTH122 - for thousands of names, with no Path for each


def _is_allowed(entry: os.DirEntry[str]) -> bool:
    if not entry.is_symlink():
        return entry.is_file()
    target = Path(entry.path).resolve()
    return target.is_relative_to(settings.RASTER_ROOT.resolve()) and target.is_file()


def _picture_file(entry: _Entry, entries: dict[str, _Entry], folder: Path) -> PictureFile:
    stem = str(entry.path.with_suffix("")).lower()
    driver = DRIVERS[entry.path.suffix.lower()]
    world = next((found for end in WORLD_SUFFIXES[driver] if (found := entries.get(stem + end))), None)
    projection = entries.get(stem + PROJECTION_SUFFIX)
    parts = [f"{one.path.name}:{one.size}:{one.mtime_ns}" for one in (entry, world, projection) if one]
    return PictureFile(
        name=entry.path.relative_to(folder).as_posix(),
        path=entry.path,
        state=_digest(*parts),
        world_file=world.path if world else None,
        projection_file=projection.path if projection else None,
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def index_files(folder: str, stated_crs: str) -> tuple[str, str]:
    """Names below DATA_ROOT of a folder's index (`imagery.readers.picture_index`) and of its lock."""
    name = hashlib.sha256(json.dumps([folder, stated_crs]).encode()).hexdigest()[:24]
    return f"picture-indexes/{name}.json", f"picture-indexes/{name}.lock"
