"""Errors of publication. Their messages are shown to the admin."""

from detection.errors import DetectionError


class PublicationError(DetectionError):
    """Base of the errors of publication."""


class NothingToPublish(PublicationError):
    """No finding of the search has enough confirmations."""


class NothingNew(PublicationError):
    """The release would be the same as the newest one."""


class NotPublished(PublicationError):
    """No release shows the place."""


class ReasonMissing(PublicationError):
    """Readers are owed a reason."""


class ForeignRun(PublicationError):
    """The search belongs to another campaign."""


class FileNotMade(PublicationError):
    """A format of the release could not be written."""


class InvalidDistricts(PublicationError):
    """A file does not hold districts."""
