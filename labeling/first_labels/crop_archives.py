"""ZIP files of crops: their pictures by class, and unpacking them within limits. For workers."""

import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from PIL import Image, UnidentifiedImageError

from imagery.messages import message as _
from labeling.errors import InvalidLabelFile
from labeling.exchange.services.import_crops import SUFFIXES
from labeling.first_labels.names import Names
from labeling.models import Answer, KnowledgeFile
from ml.pictures import FORMATS

MAX_FILES = 20_000
MAX_UNPACKED = 2 * 1024**3
MAX_PICTURE = 20 * 1024**2
"""Bytes of one picture."""
MAX_RATIO = 100
"""Largest unpacked size for each byte of the ZIP: pictures hardly shrink."""
MIN_SIDE, MAX_SIDE = 8, 4096
"""Pixels."""
CHUNK = 1024 * 1024
ENCRYPTED = 0x1


@dataclass
class Crops:
    """The pictures of one ZIP by class."""

    members: dict[Answer, list[zipfile.ZipInfo]] = field(
        default_factory=lambda: {Answer.POSITIVE: [], Answer.NEGATIVE: []}
    )
    asks: Counter[str] = field(default_factory=Counter)
    """Folders whose names mean neither class, with the number of their pictures."""
    skipped: list[str] = field(default_factory=list)

    @property
    def n_pictures(self) -> int:
        return sum(map(len, self.members.values()))


def sort_crops(file: KnowledgeFile, path: Path) -> Crops:
    """Nothing is unpacked. Raises `InvalidLabelFile` for a ZIP that is damaged, too large, or may do harm."""
    found, names = Crops(), Names(file.campaign, file.answers)
    with _opened(path) as archive:
        for member in _checked(archive, path.stat().st_size):
            _sort_one(member, file, names, found)
    if not found.n_pictures and not found.asks:
        raise InvalidLabelFile(
            _("“%(name)s” holds no picture (%(kinds)s). Pack the two folders themselves.")
            % {"name": file.file_name, "kinds": ", ".join(sorted(SUFFIXES))}
        )
    return found


def unpack_crops(path: Path, members: list[zipfile.ZipInfo], folder: Path) -> list[str]:
    """Write the pictures below `folder`, under their own names in numbered folders; what was skipped, and
    why. Raises `InvalidLabelFile` when more comes out than the ZIP says."""
    skipped, left = [], MAX_UNPACKED
    with _opened(path) as archive:
        for number, member in enumerate(members):
            name = PurePosixPath(member.filename).name
            target = folder / str(number) / name
            target.parent.mkdir(parents=True)
            left -= _write(archive, member, target, min(left, MAX_PICTURE))
            if fault := _fault_of(target):
                skipped.append(f"{name}: {fault}")
                target.unlink()
    return skipped


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise InvalidLabelFile(
            _("The ZIP is damaged (%(error)s). Pack it again, or upload it once more.") % {"error": error}
        ) from error


def _checked(archive: zipfile.ZipFile, size: int) -> list[zipfile.ZipInfo]:
    members = [one for one in archive.infolist() if not one.is_dir()]
    if len(members) > MAX_FILES:
        raise InvalidLabelFile(
            _("The ZIP holds %(n)d files and the limit is %(most)d. Split it.")
            % {"n": len(members), "most": MAX_FILES}
        )
    unpacked = sum(one.file_size for one in members)
    if unpacked > min(MAX_UNPACKED, MAX_RATIO * max(size, 1024)):
        raise InvalidLabelFile(
            _("The ZIP unpacks to %(size)d MiB, %(ratio)d times its size, which is too much. Split it.")
            % {"size": unpacked // 2**20, "ratio": unpacked // max(size, 1)}
        )
    for one in members:
        _check_member(one)
    return members


def _check_member(member: zipfile.ZipInfo) -> None:
    path = PurePosixPath(member.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in member.filename or ":" in path.parts[0]:
        raise InvalidLabelFile(
            _("The ZIP holds “%(name)s”, a name that leads outside. Pack plain files.") % {"name": path}
        )
    if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
        raise InvalidLabelFile(
            _("The ZIP holds “%(name)s”, which is a link or no file. Pack the files themselves.")
            % {"name": path}
        )
    if member.flag_bits & ENCRYPTED:
        raise InvalidLabelFile(_("The ZIP is protected by a password. Pack it without."))


def _sort_one(member: zipfile.ZipInfo, file: KnowledgeFile, names: Names, found: Crops) -> None:
    path = PurePosixPath(member.filename)
    if any(part.startswith((".", "__MACOSX")) for part in path.parts):
        return
    if path.suffix.lower() not in SUFFIXES or member.file_size > MAX_PICTURE:
        why = _("no picture") if path.suffix.lower() not in SUFFIXES else _("more than 20 MiB")
        found.skipped.append(f"{path.name}: {why}")
        return
    folder = str(path.parent) if path.parent.name else ""
    answer = Answer(file.answer) if file.answer else _answer_of(path, folder, names)
    if answer is not None:
        found.members[answer].append(member)
    elif not names.is_left_out(folder):
        found.asks[folder] += 1


def _answer_of(path: PurePosixPath, folder: str, names: Names) -> Answer | None:
    """By the folder as the admin answered, or by the innermost folder whose name says a class. Words win
    over 1 and 0, which may be serial numbers."""
    if names.is_left_out(folder):
        return None
    if answer := names.answer_of(folder):
        return answer
    outwards = path.parent.parts[::-1]
    words = [part for part in outwards if not part.isdigit()]
    digits = [part for part in outwards if part.isdigit()]
    answers = [names.answer_of(part) for part in [*words, *digits]]
    return next((answer for answer in answers if answer), None)


def _write(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, most: int) -> int:
    """Counts what really comes out: the sizes that a ZIP states may be wrong."""
    written = 0
    with archive.open(member) as packed, target.open("wb") as file:
        while chunk := packed.read(CHUNK):
            written += len(chunk)
            if written > most:
                raise InvalidLabelFile(_("The ZIP unpacks to more than it says. Pack it again."))
            file.write(chunk)
    return written


def _fault_of(path: Path) -> str:
    """From the picture's head alone; what is damaged further on is found when it is decoded."""
    try:
        with Image.open(path, formats=FORMATS) as picture:
            width, height = picture.size
    except Image.DecompressionBombError:
        width = height = MAX_SIDE + 1
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return ""
    if max(width, height) > MAX_SIDE:
        return str(_("more than %(most)d pixels wide or high") % {"most": MAX_SIDE})
    if min(width, height) < MIN_SIDE:
        return str(_("less than %(least)d pixels wide or high") % {"least": MIN_SIDE})
    return ""
