"""Errors of campaigns and jobs. Their messages are shown to the person who made the request."""


class CampaignError(Exception):
    """Base of this package's errors."""


class JobAlreadyRunning(CampaignError):
    """A job of the same kind is queued or running."""
