"""The one check that nothing is started in an archived campaign."""

from django.utils.translation import gettext as _

from campaigns.errors import CampaignArchived
from campaigns.models import Campaign


def refuse_if_archived(campaign: Campaign) -> None:
    """Raises CampaignArchived. Called for every request that changes something in a campaign
    (`campaigns.roles`), for everything that volunteers do, and for every job."""
    if campaign.is_archived or campaign.deleting_since is not None:
        raise CampaignArchived(
            _("This campaign is archived, so nothing can be changed in it. An admin can bring it back.")
        )
