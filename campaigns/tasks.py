"""Celery finds the app's tasks here; each lives with its feature."""

from campaigns.closing.tasks import delete_campaign, resume_deletions
from campaigns.regions.sweeps import sweep_region_uploads
from campaigns.regions.tasks import read_region
from campaigns.setup.tasks import draw_preview
from campaigns.sweeps import resume_jobs

__all__ = [
    "delete_campaign",
    "draw_preview",
    "read_region",
    "resume_deletions",
    "resume_jobs",
    "sweep_region_uploads",
]
