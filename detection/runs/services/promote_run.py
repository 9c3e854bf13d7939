from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from detection.runs.errors import NotFinished
from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun
from detection.runs.services.link_places import link_places
from detection.runs.signals import findings_changed


@transaction.atomic
def promote_run(*, run: DetectionRun, promoted_by: User | None) -> None:
    """Make a finished search the one that is reviewed and published; the one before stays as it is. Decisions
    that were made meanwhile come along. Raises NotFinished."""
    runs = DetectionRun.objects.filter(campaign=run.campaign_id)
    list(runs.select_for_update().order_by("pk").values_list("pk", flat=True))
    if not run.is_searched():
        raise NotFinished(
            _("Search %(number)d is not finished. Continue it, then make it current.")
            % {"number": run.number}
        )
    link_places(run=run)
    # Whoever decides meanwhile waits, then finds the new current search. In the order of `carry_to_current`.
    _lock_findings([run.pk])
    _lock_findings(list(runs.filter(is_current=True).exclude(pk=run.pk).values_list("pk", flat=True)))
    findings_changed.send(DetectionRun, run=run, detection_ids=None)
    runs.filter(is_current=True).exclude(pk=run.pk).update(is_current=False)
    runs.filter(pk=run.pk).update(is_current=True, promoted_at=timezone.now(), promoted_by=promoted_by)


def _lock_findings(run_ids: list[int]) -> None:
    in_force = Detection.objects.filter(run__in=run_ids, finding_set=F("run__finding_set"))
    findings = in_force.select_for_update(of=("self",))
    list(findings.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def settle_findings(*, run: DetectionRun) -> None:
    """At the end of a search: link its findings to places, and make it current if it is the first. Safe to
    run twice."""
    link_places(run=run)
    findings_changed.send(DetectionRun, run=run, detection_ids=None)
    if not DetectionRun.objects.filter(campaign=run.campaign_id, is_current=True).exists():
        promote_run(run=run, promoted_by=None)
