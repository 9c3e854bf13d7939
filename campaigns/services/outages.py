"""The database is away for a moment: workers wait for it instead of failing."""

import logging
import sqlite3
import time
from collections.abc import Callable

from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError, connection, connections

from campaigns.models import Job
from imagery.messages import message as _

logger = logging.getLogger(__name__)

OUTAGES = (OperationalError, InterfaceError)
POSTGRESQL_DISK_FULL = "53100"
MOST_S = 600.0
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 5.0


def wait_for_database(sleep: Callable[[float], None] = time.sleep) -> bool:
    """Block until the database answers; False when it stays away for ten minutes."""
    waited, wait = 0.0, FIRST_WAIT_S
    while not _answers():
        if waited >= MOST_S:
            return False
        logger.warning("The database does not answer; trying again in %.1f s", wait)
        sleep(wait)
        waited, wait = waited + wait, min(2 * wait, LONGEST_WAIT_S)
    return True


def _answers() -> bool:
    if connection.in_atomic_block:  # only tests run a task inside a transaction
        return True
    connections.close_all()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def fail_if_full(job: Job, error: BaseException) -> bool:
    """Fail the job in words when the database has no space left: trying again would not help."""
    return is_full(error) and job.fail(
        _("The database has no space left on its disk. Free space there, then go on with this.")
    )


def is_full(error: BaseException) -> bool:
    """Whether an error of the database means that its disk is full."""
    cause = error.__cause__
    return (
        getattr(cause, "sqlstate", None) == POSTGRESQL_DISK_FULL
        or getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    )
