"""What waits at the broker."""

from typing import Any

from celery import current_app
from kombu.exceptions import OperationalError


def queue_of(task: str) -> str:
    """Name of the queue that a task goes to."""
    return str(current_app.amqp.router.route({}, task)["queue"].name)


def is_empty(queue: str) -> bool:
    """Whether no message waits in a queue; those that a worker has taken do not count. False when the broker
    does not answer."""
    try:
        with current_app.connection_for_read(connect_timeout=4) as connection:
            channel: Any = connection.default_channel  # the stubs know its base class only
            return not channel.queue_declare(queue=queue).message_count
    except (OperationalError, OSError):
        return False
