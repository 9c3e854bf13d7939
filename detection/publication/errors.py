"""Why a release was refused, in words for the admin."""

from detection.errors import DetectionError


class PublicationError(DetectionError):
    """Base of this sub-package's errors."""


class NothingToPublish(PublicationError):
    """No place of the run has enough confirmations."""


class NothingNew(PublicationError):
    """The newest release already says exactly this."""


class ForeignRun(PublicationError):
    """The run belongs to another campaign."""
