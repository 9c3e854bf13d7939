from celery import shared_task

from campaigns.errors import JobAlreadyRunning
from campaigns.models import Campaign, Job
from detection.thresholds.actions import prepare_thresholds
from detection.thresholds.stored import file_of


@shared_task
def prepare_where_due() -> None:
    """Prepare the scores of each campaign's current search, and of its newest finished one, so that nobody
    waits for them. One that failed is not tried again until somebody asks."""
    for campaign in Campaign.objects.listed().order_by("pk"):
        for run in {campaign.runs.current(), campaign.runs.latest_finished()}:
            if run is None or (run.job is not None and run.job.state != Job.State.SUCCEEDED):
                continue
            failed = campaign.jobs.filter(kind=Job.Kind.CANDIDATES, state=Job.State.FAILED, argument=run.pk)
            if file_of(run) is None and not failed.exists():
                try:
                    prepare_thresholds(run=run, started_by=None)
                except JobAlreadyRunning:
                    continue
