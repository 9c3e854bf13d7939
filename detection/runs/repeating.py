"""Searches that are repeated by a schedule."""

from django.contrib.auth.models import User
from django.utils import timezone

from campaigns.errors import CampaignError
from campaigns.models import Campaign, Job
from detection.errors import DetectionError
from detection.runs.actions import repeat_run
from detection.runs.models import DetectionRun
from detection.runs.schedule_models import SearchSchedule
from imagery.messages import message as _
from imagery.messages import words_of

Every = SearchSchedule.Every


def set_schedule(*, campaign: Campaign, every: str, set_by: User | None) -> SearchSchedule:
    schedule, _created = SearchSchedule.objects.get_or_create(campaign=campaign)
    schedule.every, schedule.set_by = Every(every), set_by
    schedule.next_at = schedule.following(timezone.now())
    schedule.save()
    return schedule


def latest_look(campaign: Campaign) -> DetectionRun | None:
    """What a schedule repeats: the current search, or the newest that has repeated it since and that nobody
    has made current yet, so that the same newer pictures start one search only."""
    found = campaign.runs.current()
    while found is not None and (later := _repeated_by(found)) is not None:
        found = later
    return found


def _repeated_by(run: DetectionRun) -> DetectionRun | None:
    later = run.campaign.runs.filter(repeats=run, job__state=Job.State.SUCCEEDED)
    return later.select_related("model_version", "source").newest_first().first()


def repeat_by_itself(schedule: SearchSchedule, run: DetectionRun, *, n_newer: int, n_compared: int) -> None:
    """After a look at some tiles."""
    if n_newer:
        repeat(schedule, run)
    else:
        schedule.end_turn(
            _("%(count)d tiles were compared, and none has a newer picture.") % {"count": n_compared}
        )


def repeat(schedule: SearchSchedule, run: DetectionRun) -> None:
    try:
        begun = repeat_run(run=run, started_by=schedule.set_by)
    except (CampaignError, DetectionError) as refusal:
        schedule.end_turn(words_of(refusal), was_refused=True)
        return
    schedule.end_turn(_("Search %(number)d was started.") % {"number": begun.number})
