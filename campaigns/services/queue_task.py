from functools import partial
from typing import Any

from celery import Task
from django.db import transaction

from campaigns.models import Job
from imagery.messages import message as _
from imagery.services.queue_task import queue_task


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
