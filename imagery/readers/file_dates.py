"""Capture dates in a raster's metadata."""

from rasterio.io import DatasetReader

from imagery.readers.base import CaptureDates
from imagery.readers.capture_dates import dates_from_tags

DOMAINS = (None, "IMAGERY", "EXIF")
"""GDAL's metadata domains: the file's own, satellites', cameras'."""


def dates_of(dataset: DatasetReader) -> CaptureDates:
    """The range in a file's own metadata; None for unknown dates."""
    return dates_from_tags(*(dataset.tags(ns=domain) for domain in DOMAINS))
