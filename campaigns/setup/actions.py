"""What a person starts: a write, then the task that goes on with it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction

from campaigns.models import SuperpixelPreview
from campaigns.setup.services.request_preview import request_preview
from campaigns.setup.targets import Target
from campaigns.setup.tasks import draw_preview
from imagery.services.queue_task import queue_task


def show_preview(*, target: Target, settings: Mapping[str, Any]) -> SuperpixelPreview:
    """Ask a worker for the outlines. While none answers, the page says so."""
    preview = request_preview(target=target, settings=settings)
    transaction.on_commit(partial(queue_task, task=draw_preview, argument=preview.pk))
    return preview
