"""The Celery application."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings.local")

app = Celery("landscar")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def keep_our_logging(**_signal: Any) -> None:
    """Where somebody receives this signal, Celery leaves the log as Django has set it up."""


if os.environ.get("LANDSCAR_LOG_FORMAT") == "json":
    setup_logging.connect(keep_our_logging)
