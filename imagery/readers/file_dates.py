"""Capture dates in a raster's metadata."""

from rasterio.io import DatasetReader

from imagery.readers.base import CaptureDates
from imagery.readers.capture_dates import dates_in_text

PLACES = (
    # What satellites' operators write, then cameras, then programs.
    ("IMAGERY", "ACQUISITIONDATETIME"),
    (None, "ACQUISITIONDATETIME"),
    ("EXIF", "EXIF_DateTimeOriginal"),
    (None, "EXIF_DateTimeOriginal"),
    (None, "TIFFTAG_DATETIME"),
)
"""Metadata domains of GDAL and names in them, the most reliable first."""


def dates_of(dataset: DatasetReader) -> CaptureDates:
    """The range in a file's own metadata; None for unknown dates."""
    written = (dataset.tags(ns=domain).get(name, "") for domain, name in PLACES)
    found = (dates_in_text(text) for text in written)
    return next((dates for dates in found if any(dates)), CaptureDates())
