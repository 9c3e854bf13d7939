"""What can go wrong with detection, in words for the person who asked."""


class DetectionError(Exception):
    """Base of this package's errors."""
