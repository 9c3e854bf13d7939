from django.contrib.auth.models import User
from django.utils import timezone

from campaigns.models import Job
from detection.runs.models import DetectionRun


def pause_run(*, run: DetectionRun, paused_by: User | None) -> bool:
    """Give out no more chunks of a search. Workers give those in work back within a tile. False when it is
    paused already or over."""
    going = DetectionRun.objects.filter(pk=run.pk, paused_at__isnull=True, job__state__in=Job.ACTIVE)
    return bool(going.update(paused_at=timezone.now(), paused_by=paused_by))
