"""Celery finds the app's tasks here; each lives with its feature."""

from labeling.consensus.tasks import estimate_after_change
from labeling.exchange.tasks import make_export, read_import
from labeling.first_labels.tasks import read_crops_file, read_places_file
from labeling.queueing.tasks import fill_queue
from labeling.sweeps import estimate_where_due

__all__ = [
    "estimate_after_change",
    "estimate_where_due",
    "fill_queue",
    "make_export",
    "read_crops_file",
    "read_import",
    "read_places_file",
]
