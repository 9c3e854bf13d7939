"""What can go wrong with reviews, in words for the editor."""

from detection.errors import DetectionError


class ReviewError(DetectionError):
    """Base of this sub-package's errors."""


class ReviewIdTaken(ReviewError):
    """The id that the client made belongs to another editor's review, or to one of another place."""


class NothingToUndo(ReviewError):
    """The review was already taken back, or a newer decision stands in its place."""
