"""Errors of detection. Their messages are shown to the person who asked."""


class DetectionError(Exception):
    """Base of the package's errors."""
