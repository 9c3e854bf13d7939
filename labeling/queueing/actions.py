"""What an admin or editor starts: a write, then the task that goes on with it."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import User
from django.db import transaction

from campaigns.models import Campaign, Job
from campaigns.services.queue_task import queue_for_job
from campaigns.services.start_job import start_job
from labeling.consensus.actions import request_estimate
from labeling.queueing.services.store_rules import store_rules
from labeling.queueing.tasks import fill_queue
from ml.tiles import Tile


@transaction.atomic
def start_queueing(*, campaign: Campaign, count: int, started_by: User | None) -> Job:
    job = start_job(campaign=campaign, kind=Job.Kind.PREPARE, started_by=started_by)
    job.total = count
    job.save(update_fields=["total"])
    queue_for_job(job=job, task=fill_queue, argument=job.pk)
    return job


@transaction.atomic
def request_tiles(*, campaign: Campaign, tiles: Sequence[Tile], started_by: User | None) -> Job:
    job = start_job(campaign=campaign, kind=Job.Kind.PREPARE, started_by=started_by)
    job.total, job.result = len(tiles), {"tiles": [[tile.x, tile.y] for tile in tiles]}
    job.save(update_fields=["total", "result"])
    queue_for_job(job=job, task=fill_queue, argument=job.pk)
    return job


@transaction.atomic
def change_rules(*, campaign: Campaign, rules: Mapping[str, float]) -> bool:
    changed = store_rules(campaign=campaign, rules=rules)
    if changed:
        request_estimate(campaign=campaign)
    return changed
