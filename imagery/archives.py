"""ZIP archives of pictures, unpacked within limits. For workers: an archive may be large."""

import shutil
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from imagery.errors import ImageryError, StorageError
from imagery.messages import message as _

PICTURES = {".jpg", ".jpeg", ".png", ".tif", ".tiff"}
BESIDE_PICTURES = {".wld", ".jgw", ".jpgw", ".jpegw", ".pgw", ".pngw", ".tfw", ".tifw", ".tiffw", ".prj"}
"""World files, and the projection of a picture."""
CHUNK = 1024 * 1024
ENCRYPTED = 0x1


class BadArchive(ImageryError):
    """The archive is damaged, too large or holds something that is not unpacked."""


@dataclass(frozen=True)
class ArchiveLimits:
    files: int = 20_000
    unpacked_bytes: int = 16 * 1024**3
    ratio: int = 200
    """Largest unpacked size for each byte of the archive: pictures hardly shrink."""


DEFAULT_LIMITS = ArchiveLimits()


def unpack_pictures(archive: Path, folder: Path, limits: ArchiveLimits = DEFAULT_LIMITS) -> int:
    """Unpack the pictures of a ZIP and their world files into a new `folder`; the number of pictures.

    Other files are left out. The folder is complete or absent. Raises `BadArchive` for a damaged archive, one
    beyond the limits, with links, encryption, or names that lead outside; `StorageError` for a full disk.
    """
    partial = folder.with_name(f".receiving-{folder.name}")
    try:
        with zipfile.ZipFile(archive) as opened:
            wanted = _check(opened, archive.stat().st_size, limits)
            partial.mkdir(parents=True)
            _Unpacking(opened, partial, limits.unpacked_bytes).unpack(wanted)
        partial.replace(folder)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise BadArchive(
            _("The ZIP is damaged (%(error)s). Pack it again, or upload it once more.") % {"error": error}
        ) from error
    except OSError as error:
        raise StorageError(
            _("The ZIP cannot be unpacked (%(error)s). Ask the operator to free space on the server’s disk.")
            % {"error": error.strerror or error}
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return sum(_suffix(entry) in PICTURES for entry in wanted)


def _check(opened: zipfile.ZipFile, size: int, limits: ArchiveLimits) -> list[zipfile.ZipInfo]:
    """The entries to unpack."""
    entries = [entry for entry in opened.infolist() if not entry.is_dir()]
    if len(entries) > limits.files:
        raise BadArchive(
            _("The ZIP holds %(count)d files and the limit is %(most)d. Split it, or make a GeoTIFF of it.")
            % {"count": len(entries), "most": limits.files}
        )
    for entry in entries:
        _check_entry(entry)
    _check_size(sum(entry.file_size for entry in entries), size, limits)
    wanted = [entry for entry in entries if _is_wanted(entry)]
    if not any(_suffix(entry) in PICTURES for entry in wanted):
        raise BadArchive(
            _("The ZIP holds no picture. Pack JPEG, PNG or TIFF pictures with their world files.")
        )
    return wanted


def _check_size(unpacked: int, size: int, limits: ArchiveLimits) -> None:
    if unpacked > limits.unpacked_bytes:
        raise BadArchive(
            _("The ZIP holds %(size).0f MiB unpacked and the limit is %(most).0f MiB. Split it.")
            % {"size": unpacked / 2**20, "most": limits.unpacked_bytes / 2**20}
        )
    if unpacked > limits.ratio * max(size, 1024):
        raise BadArchive(
            _("The ZIP unpacks to %(ratio).0f times its size, as no pictures do. Pack it again.")
            % {"ratio": unpacked / max(size, 1)}
        )


def _check_entry(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in path.parts[0]:
        raise BadArchive(
            _("The ZIP holds “%(name)s”, a name that leads outside. Pack plain files.") % {"name": path}
        )
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise BadArchive(
            _("The ZIP holds “%(name)s”, which is a link or no file. Pack the files themselves.")
            % {"name": path}
        )
    if entry.flag_bits & ENCRYPTED:
        raise BadArchive(_("The ZIP is protected by a password. Pack it without."))


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename)
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return not hidden and _suffix(entry) in PICTURES | BESIDE_PICTURES


def _suffix(entry: zipfile.ZipInfo) -> str:
    return PurePosixPath(entry.filename).suffix.lower()


class _Unpacking:
    """Writes entries under plain names: `a/b.jpg` becomes `a_b.jpg`, and its world file likewise."""

    def __init__(self, opened: zipfile.ZipFile, folder: Path, max_bytes: int) -> None:
        self._opened, self._folder, self._room = opened, folder, max_bytes
        self._names: set[str] = set()

    def unpack(self, entries: list[zipfile.ZipInfo]) -> None:
        for entry in entries:
            self._write(entry, self._folder / self._name_of(entry))

    def _name_of(self, entry: zipfile.ZipInfo) -> str:
        path = PurePosixPath(entry.filename)
        stem = "".join(c if c.isalnum() or c in "-_." else "_" for c in "_".join(path.with_suffix("").parts))
        name = f"{stem[-150:]}{path.suffix.lower()}"
        if name in self._names:
            raise BadArchive(
                _("The ZIP holds two files named “%(name)s”. Give each a name of its own.") % {"name": path}
            )
        self._names.add(name)
        return name

    def _write(self, entry: zipfile.ZipInfo, target: Path) -> None:
        """Counts what really comes out: the sizes that an archive states may be wrong."""
        with self._opened.open(entry) as packed, target.open("wb") as file:
            while chunk := packed.read(CHUNK):
                self._room -= len(chunk)
                if self._room < 0:
                    raise BadArchive(_("The ZIP unpacks to more than it says. Pack it again."))
                file.write(chunk)
