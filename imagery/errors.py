"""Errors of imagery. Each message says what happened, to what, and what to try next."""


class ImageryError(Exception):
    """Base of every error that this package raises on purpose."""


class NoImagery(ImageryError):
    """The source has no picture of this tile."""


class SourceUnavailable(ImageryError):
    """The source cannot be read now, or not with its present settings."""


class KeyRefused(SourceUnavailable):
    """The server wants a key, or another one."""


class ForbiddenAddress(SourceUnavailable):
    """The source points into a private network or outside the raster folder."""


class BadPicture(ImageryError):
    """The source sent something other than a usable picture."""


class StorageError(ImageryError):
    """A file below DATA_ROOT cannot be written, read or found."""
