"""What an uploaded file is, by its content."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from imagery.source_kinds import SourceKind
from imagery.uploaded_kinds import NotImagery, recognise_upload


@pytest.mark.parametrize(
    ("head", "kind", "suffix"),
    [
        (b"II*\0rest", SourceKind.RASTER, ".tif"),
        (b"MM\0+rest", SourceKind.RASTER, ".tif"),
        (b"SQLite format 3\0rest", SourceKind.MBTILES, ".mbtiles"),
        (b"PMTiles\x03rest", SourceKind.PMTILES, ".pmtiles"),
        (b"PK\x03\x04rest", SourceKind.PICTURES, ".zip"),
    ],
)
def test_the_content_decides_whatever_the_name(head: bytes, kind: SourceKind, suffix: str) -> None:
    found = recognise_upload(SimpleUploadedFile("x", head), "photo.jpg")
    assert (found.kind, found.suffix) == (kind, suffix)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"", "is empty"),
        (b"just text", "is a text file"),
        ("Текст про бурштин ".encode()[:31], "is a text file"),
        (b"<html>", "is a text file"),
        (b"\xff\xd8\xff\xe0", "does not say where it was taken"),
        (b"\x89PNG\r\n", "does not say where it was taken"),
        (b"7z\xbc\xaf\x27\x1c", "archive of another kind"),
        (b"PK\x05\x06" + bytes(18), "without files"),
        (b"\0\1\2\3", "is not a GeoTIFF"),
    ],
)
def test_anything_else_is_refused_with_what_it_is(head: bytes, words: str) -> None:
    with pytest.raises(NotImagery, match=words) as refusal:
        recognise_upload(SimpleUploadedFile("x", head), "north.tif")
    assert "“north.tif”" in str(refusal.value)
