"""Capture dates as tile servers and files write them."""

import io
import re
from collections.abc import Mapping
from datetime import date

from PIL import ExifTags, Image

from imagery.readers.base import UNKNOWN_DATES, CaptureDates
from ml.pictures import FORMATS

# Bing Maps and Azure Maps say when a tile's pixels were taken.
HEADERS = ("X-VE-TILEMETA-CaptureDatesRange", "Data-Capture-Date-Range")
EARLIEST = date(1900, 1, 1)
EXPOSURE_TAGS = (ExifTags.Base.DateTimeOriginal, ExifTags.Base.DateTimeDigitized)
# JPEG, PNG and WebP name the block; most pictures of tile servers have none, so that they are not opened
# twice.
EXIF_SIGNS = (b"Exif\0", b"eXIf", b"EXIF")
# GDAL's name for a satellite's metadata, its names of EXIF tags, and TIFF's time of writing.
RASTER_TAGS = (
    "ACQUISITIONDATETIME",
    "EXIF_DATETIMEORIGINAL",
    "EXIF_DATETIMEDIGITIZED",
    "TIFFTAG_DATETIME",
)

_MONTH_FIRST = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-:](\d{1,2})[-:](\d{1,2})(?!\d)")


def dates_from_headers(headers: Mapping[str, str]) -> CaptureDates:
    """The range in a response's headers; None for unknown dates."""
    found = [dates_in_text(headers.get(name, "")) for name in HEADERS]
    return CaptureDates.spanning(found)


def first_known(*by_trust: CaptureDates) -> CaptureDates:
    """The first of the ranges that says anything: what a server or file says of the picture itself goes
    before what the source's owner says of all."""
    return next((dates for dates in by_trust if any(dates)), UNKNOWN_DATES)


def dates_from_picture(content: bytes) -> CaptureDates:
    """When the picture was taken, from the EXIF of its file. Only the times of the exposure count: the plain
    DateTime is when a file was last written. Never raises: damage is reported by whoever decodes the
    picture."""
    if not any(sign in content for sign in EXIF_SIGNS):
        return UNKNOWN_DATES
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.format == "PNG":
                picture.load()  # its EXIF may follow the pixels
            tags = picture.getexif().get_ifd(ExifTags.IFD.Exif)
    except Exception:  # decoders raise many kinds of errors for damaged files
        return UNKNOWN_DATES
    return first_known(*(dates_in_text(str(tags.get(tag, ""))) for tag in EXPOSURE_TAGS))


def dates_from_tags(*domains: Mapping[str, str]) -> CaptureDates:
    """When a raster was taken, from its metadata, one mapping a domain. The satellite's or camera's own time
    goes before the time at which the file was written."""
    found = {name.upper(): value for tags in domains for name, value in tags.items()}
    return first_known(*(dates_in_text(found.get(name, "")) for name in RASTER_TAGS))


def dates_in_text(text: str) -> CaptureDates:
    """First and last date in a text: `4/1/2018-4/30/2018`, `2018-04-01 ...`, `2018:04:01 10:20:00`.

    Dates that do not exist, lie before 1900 or after today are ignored.
    """
    parts = [(int(year), int(month), int(day)) for month, day, year in _MONTH_FIRST.findall(text)]
    parts += [(int(year), int(month), int(day)) for year, month, day in _YEAR_FIRST.findall(text)]
    dates = [day for numbers in parts if (day := _calendar_day(*numbers))]
    return CaptureDates(min(dates, default=None), max(dates, default=None))


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found <= date.today() else None
