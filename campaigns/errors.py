"""Errors of campaigns and jobs. Their messages are shown to the person who made the request."""


class CampaignError(Exception):
    """Base of this package's errors."""


class JobAlreadyRunning(CampaignError):
    """A job of the same kind is queued or running."""


class LastAdmin(CampaignError):
    """The campaign would be left without an admin."""


class InvitationNotOpen(CampaignError):
    """The invitation is used up, has expired or was withdrawn."""
