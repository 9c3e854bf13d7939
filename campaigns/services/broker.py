"""What waits at the broker."""

from typing import Any

from celery import current_app
from kombu.exceptions import OperationalError

CONNECT_TIMEOUT_S = 4


def queue_of(task: str) -> str:
    """Name of the queue that a task goes to."""
    return str(current_app.amqp.router.route({}, task)["queue"].name)


def is_empty(queue: str) -> bool:
    """Whether no message waits in a queue; those that a worker has taken do not count. False when the broker
    does not answer."""
    try:
        with current_app.connection_for_read(connect_timeout=CONNECT_TIMEOUT_S) as connection:
            channel: Any = connection.default_channel  # the stubs know its base class only
            return not channel.queue_declare(queue=queue).message_count
    except (OperationalError, OSError):
        return False


def queue_lengths() -> dict[str, int] | None:
    """How many messages wait in each of our queues; those that a worker has taken do not count. None when the
    broker does not answer."""
    connection = current_app.connection_for_read(connect_timeout=CONNECT_TIMEOUT_S)
    known: Any = (*connection.connection_errors, *connection.channel_errors)
    away: tuple[type[Exception], ...] = (*known, OperationalError, OSError)
    try:
        with connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=CONNECT_TIMEOUT_S)
            channel: Any = connection.default_channel  # the stubs know its base class only
            names = [str(queue.name) for queue in current_app.conf.task_queues]
            return {name: int(channel.queue_declare(queue=name).message_count) for name in names}
    except away:
        return None
