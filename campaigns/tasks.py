"""Celery finds the app's tasks here; each lives with its feature."""

from campaigns.setup.tasks import draw_preview

__all__ = ["draw_preview"]
