"""Errors of campaigns and jobs. Their messages are shown to the person who made the request."""


class CampaignError(Exception):
    """Base of this package's errors."""


class JobAlreadyRunning(CampaignError):
    """A job of the same kind is queued or running."""


class InvalidRegion(CampaignError):
    """A region that cannot be searched. Carries a message, for the person who drew or sent it."""
