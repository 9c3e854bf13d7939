import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection

logger = logging.getLogger(__name__)


@contextmanager
def beating(beat: Callable[[], object]) -> Iterator[None]:
    """Call `beat` from a thread, every few seconds, until the block ends: whoever watches can tell a worker
    that takes long from one that is dead. Errors of the database are logged, and the beat goes on."""
    if not settings.HEARTBEAT_SECONDS:
        yield
        return
    over = threading.Event()
    here = copy_context()  # so that its lines in the log name the job
    thread = threading.Thread(target=here.run, args=(_beat_until, over, beat), daemon=True, name="heartbeat")
    thread.start()
    try:
        yield
    finally:
        over.set()


def _beat_until(over: threading.Event, beat: Callable[[], object]) -> None:
    try:
        while not over.wait(settings.HEARTBEAT_SECONDS):
            _beat_once(beat)
    finally:
        connection.close()  # this thread's own


def _beat_once(beat: Callable[[], object]) -> None:
    try:
        beat()
    except DatabaseError:
        logger.warning("A heartbeat could not be written", exc_info=True)
        connection.close()
