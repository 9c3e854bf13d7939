"""How the installation is: one check a part, each with what to do when it is not well."""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.services.broker import queue_lengths
from webapp.models import ProcessSeen
from webapp.operations.sources import failing_sources
from webapp.outages import DATABASE_ERRORS

GIB = 1024**3
ENOUGH_FREE_BYTES = 10 * GIB
LEAST_FREE_BYTES = GIB


class State(models.TextChoices):
    OK = "ok", gettext_lazy("Well")
    WARNING = "warning", gettext_lazy("Look at it")
    PROBLEM = "problem", gettext_lazy("Broken")


RANK = list(State)


@dataclass(frozen=True)
class Check:
    name: str
    """Stable, for programs."""
    title: str
    state: State
    found: str
    advice: str = ""
    """What to do; empty when all is well."""
    facts: dict[str, Any] = field(default_factory=dict)


def all_checks() -> list[Check]:
    database = check_database()
    needing_it = [check_migrations, check_workers, check_beat, check_sources]
    without_it: list[Callable[[], Check]] = [check_queue, check_disk]
    more = without_it if database.state == State.PROBLEM else [*without_it, *needing_it]
    return [database, *(check() for check in more)]


def worst(checks: list[Check]) -> State:
    return max((check.state for check in checks), key=RANK.index)


def check_database() -> Check:
    title = _("Database")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DATABASE_ERRORS:
        return Check(
            "database",
            title,
            State.PROBLEM,
            _("It does not answer."),
            _("Start PostgreSQL, or check LANDSCAR_DATABASE_URL. Workers wait for it and lose nothing."),
        )
    return Check("database", title, State.OK, _("It answers."), facts={"engine": connection.vendor})


def check_migrations() -> Check:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    names = [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
    title = _("Tables")
    if not names:
        return Check("migrations", title, State.OK, _("Every migration is applied."))
    found = ngettext("%(n)s migration is missing.", "%(n)s migrations are missing.", len(names))
    advice = _("Run manage.py migrate, then restart web, workers and beat.")
    return Check("migrations", title, State.PROBLEM, found % {"n": len(names)}, advice, {"missing": names})


def check_queue() -> Check:
    lengths = queue_lengths()
    title = _("Queue")
    if lengths is None:
        return Check(
            "queue",
            title,
            State.PROBLEM,
            _("It does not answer."),
            _("Start Redis, or check LANDSCAR_BROKER_URL. Nothing is lost: beat queues the work again."),
        )
    waiting = ", ".join(f"{name} {length}" for name, length in lengths.items())
    found = _("Messages that wait: %(queues)s.") % {"queues": waiting}
    return Check("queue", title, State.OK, found, facts={"lengths": lengths})


def check_workers() -> Check:
    seen = list(ProcessSeen.objects.filter(kind=ProcessSeen.Kind.WORKER))
    alive = [worker for worker in seen if worker.is_alive]
    unserved = sorted(_queue_names() - {name for worker in alive for name in worker.queues})
    facts = {"workers": [_describe(worker) for worker in seen], "unserved_queues": unserved}
    title = _("Workers")
    if unserved:
        found = _("No worker serves: %(queues)s.") % {"queues": ", ".join(unserved)}
        advice = _("Start one (docker compose up -d worker) and read its log. What is queued waits for it.")
        return Check("workers", title, State.PROBLEM, found, advice, facts)
    found = ngettext("%(n)s worker is alive.", "%(n)s workers are alive.", len(alive)) % {"n": len(alive)}
    if len(alive) < len(seen):
        silent = ", ".join(worker.name for worker in seen if not worker.is_alive)
        advice = _("Silent: %(names)s. Its work went to others. Read its log if nobody stopped it.")
        return Check("workers", title, State.WARNING, found, advice % {"names": silent}, facts)
    return Check("workers", title, State.OK, found, facts=facts)


def check_beat() -> Check:
    seen = list(ProcessSeen.objects.filter(kind=ProcessSeen.Kind.BEAT))
    alive = [beat for beat in seen if beat.is_alive]
    facts = {"beats": [_describe(beat) for beat in seen]}
    title = _("Scheduler (beat)")
    if not alive:
        last = max((beat.seen_at for beat in seen), default=None)
        found = _("It has handed out nothing lately.") if last else _("It was never seen.")
        advice = _(
            "Start beat (docker compose up -d beat). Until then the work of dead workers stays undone."
        )
        return Check("beat", title, State.PROBLEM, found, advice, facts)
    if len(alive) > 1:
        found = _("%(n)s of them run.") % {"n": len(alive)}
        return Check("beat", title, State.WARNING, found, _("Stop all but one: sweeps run twice."), facts)
    return Check("beat", title, State.OK, _("It hands out sweeps."), facts=facts)


def check_disk() -> Check:
    title = _("Disk")
    try:
        usage = shutil.disk_usage(settings.DATA_ROOT)
        with tempfile.TemporaryFile(dir=settings.DATA_ROOT) as file:
            file.write(b"landscar")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        found = _("The data folder cannot be written: %(reason)s.") % {"reason": error.strerror or error}
        advice = _("Free space or mend the rights of %(folder)s. Searches stop until then, and can go on.")
        return Check(
            "disk", title, State.PROBLEM, found, advice % {"folder": settings.DATA_ROOT}, {"writable": False}
        )
    found = _("%(free)s of %(size)s are free.") % {
        "free": filesizeformat(usage.free),
        "size": filesizeformat(usage.total),
    }
    facts = {"writable": True, "free_bytes": usage.free, "size_bytes": usage.total}
    if usage.free >= ENOUGH_FREE_BYTES:
        return Check("disk", title, State.OK, found, facts=facts)
    state = State.PROBLEM if usage.free < LEAST_FREE_BYTES else State.WARNING
    advice = _("Free space: features/ below the data folder may be deleted, they are computed again.")
    return Check("disk", title, state, found, advice, facts)


def check_sources() -> Check:
    failing = failing_sources(since=timezone.now() - timedelta(days=1))
    title = _("Imagery sources")
    if not failing:
        return Check("sources", title, State.OK, _("None has failed in the last 24 hours."))
    found = ngettext("%(n)s has failed lately.", "%(n)s have failed lately.", len(failing))
    advice = _(
        "Read the reasons below. Once the source answers again, continue the search: only what failed is "
        "read again."
    )
    facts = {"failing": [source.as_facts() for source in failing]}
    return Check("sources", title, State.WARNING, found % {"n": len(failing)}, advice, facts)


def _queue_names() -> set[str]:
    return {str(queue.name) for queue in settings.CELERY_TASK_QUEUES}


def _describe(process: ProcessSeen) -> dict[str, Any]:
    return {
        "name": process.name,
        "queues": process.queues,
        "alive": process.is_alive,
        "started_at": process.started_at,
        "seen_at": process.seen_at,
    }
