"""Celery finds the app's tasks here; they live with what they do."""

from typing import Any

from celery.signals import worker_ready

from campaigns.services.queue_task import queue_task
from detection.runs.sweeps import resume_runs
from detection.runs.tasks import plan_run, search_chunk
from detection.training.sweeps import resume_training
from detection.training.tasks import rank_queue, train_model

__all__ = ["plan_run", "rank_queue", "resume_runs", "resume_training", "search_chunk", "train_model"]


@worker_ready.connect
def pick_up_where_workers_died(**_signal: Any) -> None:
    """A restarted worker need not wait for beat to find what its forerunner left."""
    for sweep in (resume_runs, resume_training):
        queue_task(task=sweep)
