from django.contrib.auth.models import User
from django.db import transaction

from detection.runs.errors import NothingToDo
from detection.runs.models import DetectionRun
from detection.runs.progress_models import Acceptance
from imagery.messages import message as _


@transaction.atomic
def accept_failures(*, run: DetectionRun, accepted_by: User | None, reason: str = "") -> Acceptance:
    """Take the open failures with this reason, or without one all of them, as they are. Raises
    NothingToDo."""
    still_open = run.tile_results.failed().filter(acceptance__isnull=True)
    wanted = still_open.filter(reason=reason) if reason else still_open
    example = wanted.order_by("pk").first()
    if example is None:
        raise NothingToDo(_("No failure is open that could be accepted."))
    acceptance = Acceptance.objects.create(
        run=run, reason=reason, failure_parts=example.failure_parts, n_tiles=0, accepted_by=accepted_by
    )
    acceptance.n_tiles = wanted.update(acceptance=acceptance)
    acceptance.save(update_fields=["n_tiles"])
    return acceptance
