"""What a person starts: a write, then the task that goes on with it."""

import logging
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError

from campaigns.models import SuperpixelPreview
from campaigns.setup.services.request_preview import request_preview
from campaigns.setup.targets import Target
from campaigns.setup.tasks import draw_preview

logger = logging.getLogger(__name__)


def show_preview(*, target: Target, settings: Mapping[str, Any]) -> SuperpixelPreview:
    """Ask a worker for the outlines; with the broker away the page says after a while that nobody answers."""
    preview = request_preview(target=target, settings=settings)
    transaction.on_commit(lambda: _queue(preview))
    return preview


def _queue(preview: SuperpixelPreview) -> None:
    try:
        draw_preview.apply_async(args=(preview.pk, preview.number))
    except (OperationalError, OSError) as error:
        logger.warning("Could not queue the preview %s: %s", preview.pk, error)
