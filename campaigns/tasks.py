"""Celery finds the app's tasks here; each lives with its feature."""

from campaigns.sweeps import resume_jobs

__all__ = ["resume_jobs"]
