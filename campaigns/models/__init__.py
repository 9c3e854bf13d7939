"""Campaigns, their drafts, members and jobs."""

from campaigns.models.campaign import Campaign
from campaigns.models.drafts import CampaignDraft
from campaigns.models.jobs import Job
from campaigns.models.locks import SweepLock
from campaigns.models.members import Membership

__all__ = ["Campaign", "CampaignDraft", "Job", "Membership", "SweepLock"]
