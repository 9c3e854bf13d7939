"""Campaigns, their drafts, members and jobs."""

from campaigns.models.campaign import Campaign
from campaigns.models.drafts import CampaignDraft
from campaigns.models.jobs import Job
from campaigns.models.members import Membership
from campaigns.models.previews import PreviewTile, SuperpixelPreview

__all__ = ["Campaign", "CampaignDraft", "Job", "Membership", "PreviewTile", "SuperpixelPreview"]
