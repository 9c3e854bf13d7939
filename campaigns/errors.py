"""Errors of campaigns and jobs. Their messages are shown to the person who made the request."""

from collections.abc import Sequence

from django.utils.translation import gettext as _


class CampaignError(Exception):
    """Base of this package's errors."""


class JobAlreadyRunning(CampaignError):
    """A job of the same kind is queued or running."""


class LastAdmin(CampaignError):
    """The campaign would be left without an admin."""


class InvitationNotOpen(CampaignError):
    """The invitation is used up, has expired or was withdrawn."""


class InvalidRegion(CampaignError):
    """A region that cannot be searched. Carries a message, for the person who drew or sent it."""


class CampaignArchived(CampaignError):
    """The campaign is archived: nothing is started in it until an admin brings it back."""


class IncompleteDraft(CampaignError):
    """A draft that cannot become a campaign yet; `steps` are those that lack something."""

    def __init__(self, steps: Sequence[str]) -> None:
        names = ", ".join(steps)
        super().__init__(_("Steps that still lack something: %(steps)s.") % {"steps": names})
        self.steps = list(steps)


class TooManyTiles(InvalidRegion):
    """The region has more tiles than the settings allow."""
