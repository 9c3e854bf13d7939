import logging
from collections.abc import Sequence
from typing import Any

from celery import Task
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def queue_task(
    *, task: "Task[Any, Any]", argument: int | str | None = None, arguments: Sequence[Any] = ()
) -> bool:
    """Queue a task now; False, and a line in the log, when the broker cannot be reached."""
    try:
        task.apply_async(args=tuple(arguments) if argument is None else (argument,))
    except (OperationalError, OSError) as error:
        logger.warning("Could not queue %s(%s): %s", task.name, argument, error)
        return False
    return True
