"""Background work of searches that are repeated by themselves."""

from celery import shared_task

from detection.runs.repeating import latest_look, repeat_by_itself
from detection.runs.schedule_models import SearchSchedule


@shared_task
def repeat_if_newer(schedule_id: int) -> None:
    """Compare some tiles of the current search with the source, and repeat the search if any is newer."""
    from detection.runs.services.look_for_newer_tiles import look_for_newer_tiles

    schedule = SearchSchedule.objects.select_related("campaign__source").get(pk=schedule_id)
    run = latest_look(schedule.campaign)
    if run is not None and schedule.every == SearchSchedule.Every.NEWER:
        n_newer, n_compared = look_for_newer_tiles(run=run)
        repeat_by_itself(schedule, run, n_newer=n_newer, n_compared=n_compared)
