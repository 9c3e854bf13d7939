"""The lines of a task name it, and the request that queued it. Celery's signals call this."""

from contextvars import Token
from typing import Any

from celery.signals import before_task_publish, task_postrun, task_prerun

from campaigns.log_context import Facts, forget_facts, log_facts, note_facts

HEADER = "landscar_request_id"
_tokens: dict[str, Token[Facts]] = {}


@before_task_publish.connect
def send_request_id(headers: dict[str, Any], **_signal: Any) -> None:
    if request_id := log_facts().get("request_id"):
        headers[HEADER] = request_id


@task_prerun.connect
def note_task(task_id: str, task: Any, **_signal: Any) -> None:
    request_id = getattr(task.request, HEADER, None)
    _tokens[task_id] = note_facts(task_id=task_id, task=task.name, request_id=request_id)


@task_postrun.connect
def forget_task(task_id: str, **_signal: Any) -> None:
    if (token := _tokens.pop(task_id, None)) is not None:
        forget_facts(token)
