"""Errors of campaigns and jobs. Their messages are shown to the person who made the request."""

from collections.abc import Sequence


class CampaignError(Exception):
    """Base of this package's errors."""


class JobAlreadyRunning(CampaignError):
    """A job of the same kind is queued or running."""


class InvalidRegion(CampaignError):
    """A region that cannot be searched. Carries a message, for the person who drew or sent it."""


class CampaignArchived(CampaignError):
    """The campaign is archived: nothing is started in it until an admin brings it back."""


class IncompleteDraft(CampaignError):
    """A draft that cannot become a campaign yet; `steps` are those that lack something."""

    def __init__(self, steps: Sequence[str]) -> None:
        super().__init__(", ".join(steps))
        self.steps = list(steps)
