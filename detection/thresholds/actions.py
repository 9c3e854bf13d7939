"""Have a search's scores prepared, and have another rule applied to it."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from campaigns.models import Job
from campaigns.services.queue_task import queue_for_job
from campaigns.services.start_job import start_job
from detection.runs.finding_models import FindingSet
from detection.runs.models import DetectionRun
from detection.thresholds.errors import BadRule, NotPrepared
from detection.thresholds.rules import columns_of
from detection.thresholds.stored import candidates_of, check_rule, require_end
from detection.thresholds.tasks import apply_rule as apply_task
from detection.thresholds.tasks import gather_candidates as gather_task
from imagery.messages import message as _
from ml.rule import FindingRule


@transaction.atomic
def prepare_thresholds(*, run: DetectionRun, started_by: User | None) -> Job:
    """Raises NotPrepared while the search is under way, JobAlreadyRunning, or BadRule when nothing is to be
    done."""
    require_end(run)
    if _is_prepared(run):
        raise BadRule(_("The scores of search %(number)d are prepared.") % {"number": run.number})
    job = _start(run, Job.Kind.CANDIDATES, started_by)
    queue_for_job(job=job, task=gather_task, argument=run.pk)
    return job


@transaction.atomic
def apply_rule(*, run: DetectionRun, rule: FindingRule, started_by: User | None) -> FindingSet:
    """Queue a new version of a search's findings. Raises NotPrepared, BadRule or JobAlreadyRunning."""
    require_end(run)
    check_rule(candidates_of(run), rule)
    if rule == run.finding_rule:
        raise BadRule(_("This is the rule in force. Change a number, then apply it."))
    job = _start(run, Job.Kind.RULE, started_by)
    last = run.finding_sets.aggregate(last=Max("number"))["last"] or 0
    version = FindingSet.objects.create(
        run=run, number=last + 1, job=job, created_by=started_by, **columns_of(rule)
    )
    queue_for_job(job=job, task=apply_task, argument=version.pk)
    return version


def _is_prepared(run: DetectionRun) -> bool:
    try:
        candidates_of(run)
    except NotPrepared:
        return False
    return True


def _start(run: DetectionRun, kind: Job.Kind, started_by: User | None) -> Job:
    waiting = _("Waiting for a worker")
    return start_job(campaign=run.campaign, kind=kind, started_by=started_by, message=waiting)
