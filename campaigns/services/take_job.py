from collections.abc import Iterator
from contextlib import contextmanager

from campaigns.models import Job
from campaigns.services.heartbeat import beating
from campaigns.services.outages import OUTAGES, fail_if_full, wait_for_database


@contextmanager
def taken_job(job_id: int) -> Iterator[Job | None]:
    """The job, claimed for this worker, with a heartbeat until the block ends. None when it is over, gone, or
    another worker has it: a sweep queues it again when that worker dies.

    When the database goes away in the block, the job is given back once it answers, and a sweep queues it.
    When its disk is full, the job fails in words.
    """
    job = Job.objects.filter(pk=job_id).select_related("campaign__source", "started_by").first()
    if job is None or not job.claim():
        yield None
        return
    try:
        with beating(job.beat):
            yield job
    except OUTAGES as error:
        if wait_for_database() and not fail_if_full(job, error):
            job.give_back()
        raise
