"""Capture dates as ranges: from headers, the pictures themselves, file metadata and the source, in this
order."""

import io
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image

from imagery.models import ImagerySource
from imagery.readers.base import UNKNOWN_DATES, CaptureDates
from imagery.readers.capture_dates import dates_from_picture, dates_from_tags, first_known
from imagery.readers.registry import open_reader
from tests.factories import HOME_TILE, make_source
from tests.imagery.rasters import noisy_picture, write_over_tile
from tests.imagery.tile_server import Answer, TileServer, draw_tile

MARCH, APRIL, MAY = date(2018, 3, 1), date(2018, 4, 1), date(2019, 5, 9)
PARTS = HOME_TILE.children(HOME_TILE.z + 2)


def with_exif(kind: str, **tags: str) -> bytes:
    picture, exif, buffer = Image.fromarray(draw_tile(PARTS[0])), Image.Exif(), io.BytesIO()
    for name, value in tags.items():
        owner = exif if name == "DateTime" else exif.get_ifd(ExifTags.IFD.Exif)
        owner[getattr(ExifTags.Base, name)] = value
    picture.save(buffer, kind, exif=exif.tobytes())
    return buffer.getvalue()


# --- merging ---


def test_a_span_covers_all_ranges() -> None:
    ranges = [CaptureDates(APRIL, MAY), CaptureDates(MARCH, APRIL)]
    assert CaptureDates.spanning(ranges) == (MARCH, MAY)


def test_unknown_dates_do_not_widen_a_span() -> None:
    assert CaptureDates.spanning([UNKNOWN_DATES, CaptureDates(APRIL, MAY), UNKNOWN_DATES]) == (APRIL, MAY)


def test_nothing_known_spans_nothing() -> None:
    assert CaptureDates.spanning([]) == CaptureDates.spanning([UNKNOWN_DATES]) == UNKNOWN_DATES


def test_a_range_that_is_open_on_a_side_leaves_the_span_open_there() -> None:
    """Nobody knows how far the first reaches, so MAY would claim too much."""
    assert CaptureDates.spanning([CaptureDates(APRIL, None), CaptureDates(MARCH, MAY)]) == (MARCH, None)
    assert CaptureDates.spanning([CaptureDates(None, MAY), CaptureDates(MARCH, APRIL)]) == (None, MAY)


def test_the_most_trusted_source_of_dates_wins_whole() -> None:
    assert first_known(UNKNOWN_DATES, CaptureDates(APRIL, APRIL), CaptureDates(MARCH, MAY)) == (APRIL, APRIL)
    assert first_known(UNKNOWN_DATES) == UNKNOWN_DATES


# --- EXIF ---


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("tag", ["DateTimeOriginal", "DateTimeDigitized"])
def test_exif_says_when_a_picture_was_taken(kind: str, tag: str) -> None:
    assert dates_from_picture(with_exif(kind, **{tag: "2018:04:01 10:20:00"})) == (APRIL, APRIL)


def test_the_time_of_writing_a_file_says_nothing() -> None:
    assert dates_from_picture(with_exif("JPEG", DateTime="2018:04:01 10:20:00")) == UNKNOWN_DATES


@pytest.mark.parametrize("content", [b"", b"Exif\0" * 20, b"\xff\xd8\xff\xe1Exif\0\0II*\0" + bytes(40)])
def test_damaged_exif_is_no_error(content: bytes) -> None:
    assert dates_from_picture(content) == UNKNOWN_DATES


def test_a_tile_servers_pictures_are_dated_by_their_exif(
    xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    ImagerySource.objects.update(captured_from=date(2001, 1, 1), captured_to=date(2001, 12, 31))
    source = ImagerySource.objects.get()
    for number, part in enumerate(PARTS):
        picture, buffer, exif = Image.fromarray(draw_tile(part)), io.BytesIO(), Image.Exif()
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"2018:04:{number + 1:02} 09:00:00"
        picture.save(buffer, "JPEG", exif=exif.tobytes())
        tile_server.override(part, Answer(body=buffer.getvalue()))
    found = open_reader(source).read(HOME_TILE)
    assert (found.captured_from, found.captured_to) == (APRIL, date(2018, 4, 16))
    tile_server.headers["Data-Capture-Date-Range"] = "5/9/2019-5/9/2019"
    tile_server.forget()
    found = open_reader(source).read(HOME_TILE)
    assert (found.captured_from, found.captured_to) == (MAY, MAY)


# --- rasters ---


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"ACQUISITIONDATETIME": "2018-04-01 08:11:12", "TIFFTAG_DATETIME": "2019:05:09 00:00:00"}, APRIL),
        ({"EXIF_DateTimeOriginal": "2018:04:01 08:11:12", "TIFFTAG_DATETIME": "2019:05:09 00:00:00"}, APRIL),
        ({"TIFFTAG_DATETIME": "2019:05:09 00:00:00"}, MAY),
    ],
)
def test_a_satellites_or_cameras_time_goes_before_the_files(tags: dict[str, str], expected: date) -> None:
    assert dates_from_tags({}, tags) == (expected, expected)


def test_a_raster_is_dated_by_its_metadata(settings: object, db: None) -> None:
    path: Path = settings.RASTER_ROOT / "picture.tif"  # type: ignore[attr-defined]  # a setting
    tags = {"EXIF_DateTimeOriginal": "2018:03:01 12:00:00", "TIFFTAG_DATETIME": "2019:05:09 00:00:00"}
    write_over_tile(path, HOME_TILE, noisy_picture().astype(np.uint8), tags=tags)
    found = open_reader(make_source()).read(HOME_TILE)
    assert (found.captured_from, found.captured_to) == (MARCH, MARCH)
