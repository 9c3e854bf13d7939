"""What beat starts: dead looks fail in words, old ones go with their pictures and uploads, and what servers
answered goes as the terms of its source ask."""

import shutil
import time

from celery import shared_task
from django.conf import settings

from imagery.messages import message as _
from imagery.models import ImagerySource, SourceProbe
from imagery.readers.kept_answers import DAY_S, FOLDER, MIB, tidy
from imagery.services.delete_probe import delete_probe
from imagery.uploads import RECEIVING

UNFINISHED_UPLOAD_S = 24 * 3600


@shared_task
def tidy_probes() -> None:
    for probe in SourceProbe.objects.dead():
        probe.fail(
            _(
                "The worker that looked at this source stopped. "
                "It may need more memory: try again, or ask the operator."
            )
        )
    for probe in SourceProbe.objects.outdated():
        delete_probe(probe=probe)
    delete_unfinished_uploads()


def delete_unfinished_uploads() -> None:
    """What a web process left that was killed while it received a file."""
    for folder in (settings.DATA_ROOT / "uploads", settings.RASTER_ROOT / "uploads"):
        for path in folder.glob(f"{RECEIVING}*"):
            if path.is_file() and time.time() - path.stat().st_mtime > UNFINISHED_UPLOAD_S:
                path.unlink(missing_ok=True)


@shared_task
def tidy_answers() -> None:
    """Also of sources that are gone, or that may no longer be kept."""
    if not settings.IMAGERY_CACHE_MIB:
        shutil.rmtree(settings.DATA_ROOT / FOLDER, ignore_errors=True)
        return
    days = ImagerySource.objects.filter(may_cache=True).values_list("pk", "keep_days")
    keep_s = {str(pk): None if kept is None else kept * DAY_S for pk, kept in days}
    tidy(settings.DATA_ROOT, settings.IMAGERY_CACHE_MIB * MIB, keep_s)
