"""Errors of reviews. Their messages are shown to the editor."""

from detection.errors import DetectionError


class ReviewError(DetectionError):
    """Base of the errors of reviews."""


class ReviewIdTaken(ReviewError):
    """The client's review id already belongs to another editor's review, or to another finding's."""


class HistoryClosed(ReviewError):
    """The editor has not confirmed or rejected the finding yet."""


class TooManyFindings(ReviewError):
    """More findings than may be decided at once, or none."""


class OtherFindings(ReviewError):
    """The findings are not those that the editor was shown."""


class NothingToUndo(ReviewError):
    """The review has already been undone, or a newer decision has replaced it."""


class CursorInvalid(ReviewError):
    """The cursor of a page was not made by this list."""
