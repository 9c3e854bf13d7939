"""Background work about rules. The web process loads this module to queue tasks, so the services, which load
the heavy libraries, are imported inside the tasks."""

from celery import shared_task

from campaigns.models import Job
from campaigns.services.take_job import taken_job
from detection.runs.finding_models import FindingSet
from detection.runs.models import DetectionRun


@shared_task
def gather_candidates(run_id: int) -> None:
    from detection.thresholds.services.prepare_run import prepare_run

    run = DetectionRun.objects.select_related("campaign", "model_version", "job").get(pk=run_id)
    with taken_job(_job_of(run)) as job:
        if job is not None:
            prepare_run(run=run, job=job)


@shared_task
def apply_rule(version_id: int) -> None:
    from detection.thresholds.services.finish_version import finish_version

    version = FindingSet.objects.get(pk=version_id)
    with taken_job(version.job_id or 0) as job:
        if job is not None:
            finish_version(version=version, job=job)


def _job_of(run: DetectionRun) -> int:
    waiting = Job.objects.active().filter(campaign=run.campaign_id, kind=Job.Kind.CANDIDATES, argument=run.pk)
    return waiting.values_list("pk", flat=True).first() or 0
