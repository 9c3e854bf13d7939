"""Background work of searches. The services are imported late: workers' heavy libraries come with them,
and the web process loads this module to queue tasks."""

from celery import shared_task


@shared_task
def plan_run(run_id: int) -> None:
    from detection.runs.services.plan_run import plan_run as plan

    plan(run_id=run_id)


@shared_task
def search_chunk(chunk_id: int) -> None:
    from detection.runs.services.search_chunk import search_chunk as search

    search(chunk_id=chunk_id)


@shared_task
def resume_runs() -> None:
    from detection.runs.services.resume_runs import resume_runs as resume

    resume()
