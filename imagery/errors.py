"""Errors of imagery. Each message says what happened, to what, and what to try next."""

from collections.abc import Iterable
from typing import Any


class ImageryError(Exception):
    """Base of every error that this package raises on purpose."""


class NoImagery(ImageryError):
    """The source has no picture of this tile. `parts` are the pictures that it sent all the same, as
    `imagery.readers.fingerprints.Part`."""

    def __init__(self, words: object, parts: Iterable[Any] = ()) -> None:
        super().__init__(words)
        self.parts = tuple(parts)


class NothingToLearn(ImageryError):
    """An address that teaches nothing about a source's placeholders."""


class SourceUnavailable(ImageryError):
    """The source cannot be read now, or not with its present settings."""


class KeyRefused(SourceUnavailable):
    """The server wants a key, or another one."""


class ForbiddenAddress(SourceUnavailable):
    """The source points into a private network or outside the raster folder."""


class BadPicture(ImageryError):
    """The source sent something other than a usable picture."""


class ImageryChanged(ImageryError):
    """A source sends another picture than the one that a tile was cut from."""


class StorageError(ImageryError):
    """A file below DATA_ROOT cannot be written, read or found."""


class DiskFull(StorageError):
    """The disk or the quota of DATA_ROOT is full: whatever is written next will fail too."""
