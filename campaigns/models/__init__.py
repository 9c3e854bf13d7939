"""Campaigns, their drafts, members and jobs."""

from campaigns.models.campaign import Campaign
from campaigns.models.drafts import CampaignDraft
from campaigns.models.invitations import Invitation
from campaigns.models.jobs import Job
from campaigns.models.locks import SweepLock
from campaigns.models.members import Membership
from campaigns.models.previews import PreviewTile, SuperpixelPreview
from campaigns.models.region_uploads import RegionUpload
from campaigns.models.tallies import Tally

__all__ = [
    "Campaign",
    "CampaignDraft",
    "Invitation",
    "Job",
    "Membership",
    "PreviewTile",
    "RegionUpload",
    "SuperpixelPreview",
    "SweepLock",
    "Tally",
]
