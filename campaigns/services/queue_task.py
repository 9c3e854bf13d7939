import logging
from collections.abc import Sequence
from functools import partial
from typing import Any

from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

from campaigns.models import Job
from imagery.messages import message as _

logger = logging.getLogger(__name__)


def queue_for_job(*, job: Job, task: "Task[Any, Any]", argument: int) -> None:
    """Queue a job's task once the transaction is in, and note it on the job for the sweep. A dead broker
    fails the job in words."""
    Job.objects.filter(pk=job.pk).update(task=task.name, argument=argument)
    transaction.on_commit(partial(_queue, job, task, argument))


def _queue(job: Job, task: "Task[Any, Any]", argument: int) -> None:
    if queue_task(task=task, argument=argument):
        return
    job.fail(
        _(
            "The queue that hands work to the workers cannot be reached, so this was not started. "
            "Nothing is lost: try again once the broker (Redis) is up."
        )
    )


def queue_task(*, task: "Task[Any, Any]", argument: int | None = None, arguments: Sequence[Any] = ()) -> bool:
    """Queue a task now; False, and a line in the log, when the broker cannot be reached."""
    try:
        task.apply_async(args=tuple(arguments) if argument is None else (argument,))
    except (OperationalError, OSError) as error:
        logger.warning("Could not queue %s(%s): %s", task.name, argument, error)
        return False
    return True
