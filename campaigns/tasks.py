"""Celery finds the app's tasks here; each lives with its feature."""

from campaigns.closing.tasks import delete_campaign, resume_deletions
from campaigns.setup.tasks import draw_preview

__all__ = ["delete_campaign", "draw_preview", "resume_deletions"]
