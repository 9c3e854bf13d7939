"""Unpacks a ZIP with a Shapefile or another vector file. Nothing in the archive chooses a path."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections import defaultdict
from pathlib import Path, PurePosixPath
from typing import Any

SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
SINGLE_FILES = (".geojson", ".json", ".gpkg", ".kml", ".fgb")
SUFFIXES = (*SINGLE_FILES, ".kmz", ".zip")
MAX_MEMBERS = 1000
CHUNK = 2**20


class ArchiveFault(Exception):
    """An archive that is not unpacked. `code` is one of `VectorFileError`."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def unpack(path: Path, folder: Path, max_bytes: int) -> list[Path]:
    """The vector files to open, each in a folder of its own: the file itself, or those of the archive; of a
    Shapefile its .shp. Raises `ArchiveFault`."""
    if not zipfile.is_zipfile(path):
        if path.suffix.lower() in (".zip", ".kmz"):
            raise ArchiveFault("broken_zip")
        copy = folder / f"file{path.suffix.lower()}"
        shutil.copyfile(path, copy)
        return [copy]
    try:
        with zipfile.ZipFile(path) as archive:
            return _unpack(archive, folder, max_bytes)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise ArchiveFault("broken_zip") from error


def _unpack(archive: zipfile.ZipFile, folder: Path, max_bytes: int) -> list[Path]:
    members = [one for one in archive.infolist() if _is_wanted(one)]
    if len(archive.infolist()) > MAX_MEMBERS or sum(one.file_size for one in members) > max_bytes:
        raise ArchiveFault("large_zip", most_mib=max_bytes // 2**20)
    if any(one.flag_bits & 1 for one in members):
        raise ArchiveFault("encrypted_zip")
    found, left = [], max_bytes
    for number, (stem, parts) in enumerate(_by_stem(members).items()):
        for member in parts:
            suffix = PurePosixPath(member.filename).suffix.lower()
            path = folder / str(number) / f"{_plain(stem)}{suffix}"
            path.parent.mkdir(exist_ok=True)
            left -= _write(archive, member, path, left, max_bytes)
            if suffix in (".shp", *SINGLE_FILES):
                found.append(path)
    if not found:
        raise ArchiveFault("nothing_in_zip")
    return found


def _is_wanted(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename)
    # Macs put a shadow of every file beside it.
    is_shadow = "__MACOSX" in path.parts or path.name.startswith("._")
    return not member.is_dir() and not is_shadow and path.suffix.lower() in (*SHAPEFILE_PARTS, *SINGLE_FILES)


def _by_stem(members: list[zipfile.ZipInfo]) -> dict[str, list[zipfile.ZipInfo]]:
    """Files of one Shapefile belong together, however their letters are cased."""
    found: dict[str, list[zipfile.ZipInfo]] = defaultdict(list)
    for member in members:
        found[str(PurePosixPath(member.filename).with_suffix("")).lower()].append(member)
    return found


def _plain(stem: str) -> str:
    return (
        "".join(letter for letter in PurePosixPath(stem).name if letter.isalnum() or letter in "-_")[:60]
        or "layer"
    )


def _write(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, left: int, max_bytes: int) -> int:
    """The number of bytes written. An archive may lie about them."""
    written = 0
    with archive.open(member) as packed, path.open("wb") as file:
        while chunk := packed.read(CHUNK):
            written += len(chunk)
            if written > left:
                raise ArchiveFault("large_zip", most_mib=max_bytes // 2**20)
            file.write(chunk)
    return written
