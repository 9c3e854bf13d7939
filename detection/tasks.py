"""Celery looks for an app's tasks here. Each feature defines its own."""

from typing import Any

from celery.signals import worker_ready

from campaigns.sweeps import resume_jobs
from detection.publication.tasks import publish, write_files, write_files_where_due
from detection.reports.sweeps import forget_old_contacts, learn_where_asked
from detection.reports.tasks import learn_from_report
from detection.runs.repeat_tasks import repeat_if_newer
from detection.runs.sweeps import repeat_where_due, rescore_where_due, resume_runs
from detection.runs.tasks import look_ahead, plan_run, rescore_run, search_next_chunk
from detection.thresholds.sweeps import prepare_where_due
from detection.thresholds.tasks import apply_rule, gather_candidates
from detection.training.tasks import rank_queue, train_model
from imagery.services.queue_task import queue_task

__all__ = [
    "apply_rule",
    "forget_old_contacts",
    "gather_candidates",
    "learn_from_report",
    "learn_where_asked",
    "look_ahead",
    "plan_run",
    "prepare_where_due",
    "publish",
    "rank_queue",
    "repeat_if_newer",
    "repeat_where_due",
    "rescore_run",
    "rescore_where_due",
    "resume_runs",
    "search_next_chunk",
    "train_model",
    "write_files",
    "write_files_where_due",
]


@worker_ready.connect
def resume_abandoned_work(**_signal: Any) -> None:
    # Without waiting for beat.
    for sweep in (resume_runs, resume_jobs):
        queue_task(task=sweep)
