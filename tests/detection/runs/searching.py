"""Run a search to its end without Celery."""

from campaigns.models import Campaign, Job
from detection.models import DetectionRun, RunChunk
from detection.runs.actions import start_run
from detection.runs.services.plan_run import plan_run
from detection.runs.services.search_chunk import search_chunk


def plan(campaign: Campaign) -> DetectionRun:
    run = start_run(campaign=campaign, started_by=None)
    plan_run(run_id=run.pk)
    return DetectionRun.objects.get(pk=run.pk)


def search(run: DetectionRun) -> Job:
    for _chunk in range(run.chunks.count()):
        if (chunk := RunChunk.objects.all().claim_next()) is not None:
            search_chunk(chunk=chunk)
    return Job.objects.get(run=run)
