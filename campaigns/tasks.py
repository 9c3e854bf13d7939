"""Celery finds the app's tasks here; each lives with its feature."""

from campaigns.regions.sweeps import sweep_region_uploads
from campaigns.regions.tasks import read_region
from campaigns.setup.tasks import draw_preview

__all__ = ["draw_preview", "read_region", "sweep_region_uploads"]
