"""Searches that are repeated by a schedule."""

from django.contrib.auth.models import User
from django.utils import timezone

from campaigns.errors import CampaignError
from campaigns.models import Campaign, Job
from detection.errors import DetectionError
from detection.runs.actions import repeat_run
from detection.runs.models import DetectionRun
from detection.runs.schedule_models import SearchSchedule
from detection.runs.tasks import repeat_if_newer
from imagery.messages import Message, Words, words_of
from imagery.messages import message as _
from imagery.services.queue_task import queue_task

Every = SearchSchedule.Every


def set_schedule(*, campaign: Campaign, every: str, set_by: User | None) -> SearchSchedule:
    schedule, _created = SearchSchedule.objects.get_or_create(campaign=campaign)
    schedule.every, schedule.set_by = Every(every), set_by
    schedule.next_at = schedule.following(timezone.now())
    schedule.save()
    return schedule


def act_on(schedule: SearchSchedule) -> None:
    """Repeat the current search, or have a worker look for newer pictures. While a search is under way, the
    turn waits. For the sweep."""
    campaign = schedule.campaign
    if campaign.jobs.active().filter(kind=Job.Kind.DETECT).exists():
        return
    if not schedule.take_turn(timezone.now()):
        return
    run = campaign.runs.current()
    if run is None:
        _note(schedule, _("There is no search to repeat yet."))
    elif schedule.every == Every.NEWER:
        queue_task(task=repeat_if_newer, argument=schedule.pk)
    else:
        _repeat(schedule, run)


def repeat_by_itself(schedule: SearchSchedule, run: DetectionRun, *, n_newer: int, n_compared: int) -> None:
    """After a look at some tiles."""
    if n_newer:
        _repeat(schedule, run)
    else:
        _note(
            schedule,
            _("%(count)d tiles were compared, and none has a newer picture.") % {"count": n_compared},
        )


def _repeat(schedule: SearchSchedule, run: DetectionRun) -> None:
    try:
        begun = repeat_run(run=run, started_by=schedule.set_by)
    except (CampaignError, DetectionError) as refusal:
        _note(schedule, words_of(refusal))
        return
    _note(schedule, _("Search %(number)d was started.") % {"number": begun.number})


def _note(schedule: SearchSchedule, words: Words | Message) -> None:
    SearchSchedule.objects.filter(pk=schedule.pk).update(outcome_parts=words)
