"""Where a source has imagery."""

from imagery.models import ImagerySource
from ml.tiles import Bounds

WORLD = 350
"""Degrees: an extent as wide as this says nothing."""


def extent_of(source: ImagerySource | None) -> Bounds | None:
    """The extent that the source gave when it was looked at; None when unknown or the whole world."""
    if source is None or not source.bounds:
        return None
    found = Bounds(*source.bounds)
    return None if found.east - found.west > WORLD else found
