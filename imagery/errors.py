"""What can go wrong with imagery; every message says what happened, to what, and what to try next."""


class ImageryError(Exception):
    """Base of every error that this package raises on purpose."""


class NoImagery(ImageryError):
    """The source answered, and has no picture of the place."""


class SourceUnavailable(ImageryError):
    """The source cannot be read now or as it is set up: down, slow, refusing, missing, damaged."""


class ForbiddenAddress(SourceUnavailable):
    """A source points where this server must not go: inside its own network, or outside the raster folder."""


class BadPicture(ImageryError):
    """The source sent something that is no usable picture."""


class StorageError(ImageryError):
    """A file of ours cannot be written or found."""
