"""What an uploaded file of imagery is, by its first bytes: names say what people like."""

from collections.abc import Callable
from typing import NamedTuple

from django.core.files.uploadedfile import UploadedFile

from imagery.errors import ImageryError
from imagery.messages import Message
from imagery.messages import message as _
from imagery.source_kinds import SourceKind
from ml.pictures import TIFF_MAGIC

HEAD = 512


class NotImagery(ImageryError):
    """The file is of no kind that can be read as imagery."""


class UploadedKind(NamedTuple):
    kind: SourceKind
    suffix: str


def recognise_upload(file: "UploadedFile[bytes]", name: str) -> UploadedKind:
    """What the file is. `name` is for the message. Raises `NotImagery`."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    for is_kind, found in KINDS:
        if is_kind(head):
            return found
    raise NotImagery(_wrong(head) % {"name": name})


KINDS: list[tuple[Callable[[bytes], bool], UploadedKind]] = [
    (lambda head: head[:4] in TIFF_MAGIC, UploadedKind(SourceKind.RASTER, ".tif")),
    (lambda head: head.startswith(b"SQLite format 3\0"), UploadedKind(SourceKind.MBTILES, ".mbtiles")),
    (lambda head: head.startswith(b"PMTiles"), UploadedKind(SourceKind.PMTILES, ".pmtiles")),
    (lambda head: head.startswith(b"PK\x03\x04"), UploadedKind(SourceKind.PICTURES, ".zip")),
]


def _wrong(head: bytes) -> Message:
    if not head:
        return _("“%(name)s” is empty. Was it copied completely?")
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG")):
        return _(
            "“%(name)s” is a picture that does not say where it was taken. "
            "Pack it into a ZIP with its world file (.jgw or .pgw), or upload a GeoTIFF."
        )
    if head.startswith((b"PK\x05\x06",)):
        return _("“%(name)s” is a ZIP without files.")
    if head.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return _("“%(name)s” is an archive of another kind. Pack the pictures into a ZIP.")
    if _is_text(head):
        return _(
            "“%(name)s” is a text file, whatever its name says. Upload a GeoTIFF, MBTiles, PMTiles or ZIP."
        )
    return _("“%(name)s” is not a GeoTIFF, MBTiles, PMTiles or ZIP file. Export the imagery as one of these.")


def _is_text(head: bytes) -> bool:
    """The last character may be cut in two."""
    text = head.decode("utf-8", "ignore")
    return len(text.encode()) >= len(head) - 3 and all(c.isprintable() or c.isspace() for c in text)
