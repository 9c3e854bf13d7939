"""When a campaign's region is searched again by itself."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from imagery.messages import Message, MessageField, Words

TURN = timedelta(hours=6)
"""How long a look at a source may take before another worker repeats it."""
AGAIN = timedelta(days=1)


class SearchSchedule(models.Model):
    """Repeats the current search every month, or when a weekly look shows newer pictures."""

    class Every(models.TextChoices):
        OFF = "off", _("Never by itself")
        MONTH = "month", _("Every month")
        NEWER = "newer", _("When the source has newer pictures")

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="search_schedule")
    every = models.CharField(max_length=8, choices=Every, default=Every.OFF)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    set_at = models.DateTimeField(auto_now=True)
    next_at = models.DateTimeField(null=True, blank=True)
    last_looked_at = models.DateTimeField(null=True, blank=True)
    outcome_parts = MessageField()
    """What came of it last time."""

    @property
    def outcome(self) -> str:
        return str(self.outcome_parts)

    def following(self, moment: datetime) -> datetime | None:
        """When it is next due after this moment."""
        if self.every == self.Every.OFF:
            return None
        if self.every == self.Every.NEWER:
            return moment + timedelta(days=7)
        year, month = divmod(12 * moment.year + moment.month, 12)
        # The 29th to the 31st become the 28th, which every month has.
        return moment.replace(year=year, month=month + 1, day=min(moment.day, 28))

    def take_turn(self, moment: datetime) -> bool:
        """True for the one caller that may act on it now. Unless `end_turn` follows, it is due again later:
        the worker may have died."""
        mine = SearchSchedule.objects.filter(pk=self.pk, next_at=self.next_at, next_at__lte=moment)
        return bool(mine.update(next_at=moment + TURN, last_looked_at=moment))

    def end_turn(self, outcome: Words | Message, *, was_refused: bool = False) -> None:
        """Say what came of it. What was refused is tried again a day later."""
        now = timezone.now()
        following = now + AGAIN if was_refused else self.following(now)
        SearchSchedule.objects.filter(pk=self.pk).update(outcome_parts=outcome)
        # Unless somebody has set it anew meanwhile.
        SearchSchedule.objects.filter(pk=self.pk, every=self.every).update(next_at=following)
