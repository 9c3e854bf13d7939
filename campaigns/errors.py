"""What can go wrong with campaigns and their jobs, in words for the person who asked."""


class CampaignError(Exception):
    """Base of this package's errors."""


class JobAlreadyRunning(CampaignError):
    """A second job of the same kind was asked for while one is queued or running."""
