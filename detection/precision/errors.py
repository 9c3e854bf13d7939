"""Errors of samples. Their messages are shown to the editor."""

from detection.errors import DetectionError


class PrecisionError(DetectionError):
    """Base of the errors of samples."""


class NothingToDraw(PrecisionError):
    """The search has found nothing."""


class SearchUnderWay(PrecisionError):
    """The search may still find more, which a sample drawn now would leave out."""
