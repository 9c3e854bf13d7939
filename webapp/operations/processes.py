"""Workers and beat note that they are alive. Celery's signals call this in their processes.

A worker has a thread for it, because its main loop must not wait for the database. Beat notes it after it has
handed out work: one that runs but cannot reach the queue is not alive.
"""

import atexit
import logging
import socket
import threading
import time
from typing import Any

from celery.signals import (
    after_task_publish,
    beat_embedded_init,
    beat_init,
    worker_ready,
    worker_shutting_down,
)
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from webapp.models import ProcessSeen

logger = logging.getLogger(__name__)
LONGEST_FORGETTING_S = 3.0
_over = threading.Event()
_beat_name: str | None = None
_beat_noted_at = 0.0


@worker_ready.connect
def start_noting(sender: Any, **_signal: Any) -> None:
    queues = sorted(sender.app.amqp.queues.consume_from)
    _over.clear()
    thread = threading.Thread(
        target=_note_until_over, args=(sender.hostname, queues), daemon=True, name="seen"
    )
    thread.start()
    atexit.register(_finish, thread)


@worker_shutting_down.connect
def stop_noting(**_signal: Any) -> None:
    # In a handler of SIGTERM: the thread does the rest.
    _over.set()


@beat_init.connect
@beat_embedded_init.connect
def become_beat(**_signal: Any) -> None:
    global _beat_name
    _beat_name = f"beat@{socket.gethostname()}"


@after_task_publish.connect
def note_beat(**_signal: Any) -> None:
    global _beat_noted_at
    now = time.monotonic()
    if _beat_name and (not _beat_noted_at or now - _beat_noted_at >= settings.PROCESS_BEAT_SECONDS):
        _beat_noted_at = now
        note(_beat_name, ProcessSeen.Kind.BEAT)


def note(name: str, kind: ProcessSeen.Kind, queues: list[str] | None = None) -> None:
    """Errors of the database are logged: whoever watches sees the silence."""
    now = timezone.now()
    changes = {"kind": kind, "queues": queues or [], "seen_at": now}
    try:
        ProcessSeen.objects.update_or_create(
            name=name, defaults=changes, create_defaults={**changes, "started_at": now}
        )
    except DatabaseError as error:
        logger.warning("Could not note that %s is alive: %s", name, error)
    finally:
        # The worker forks while this thread waits; no connection may be open then.
        if not connection.in_atomic_block:
            connection.close()


def _note_until_over(name: str, queues: list[str]) -> None:
    note(name, ProcessSeen.Kind.WORKER, queues)
    while not _over.wait(settings.PROCESS_BEAT_SECONDS):
        note(name, ProcessSeen.Kind.WORKER, queues)
    _forget(name)


def _finish(thread: threading.Thread) -> None:
    """Let the thread take its note back before the process ends."""
    _over.set()
    thread.join(LONGEST_FORGETTING_S)


def _forget(name: str) -> None:
    try:
        ProcessSeen.objects.filter(name=name).delete()
    except DatabaseError as error:
        logger.warning("%s is shown as silent for a while: %s", name, error)
    finally:
        connection.close()
