"""Who votes, and how they came in."""

import secrets
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign

CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def make_join_code() -> str:
    """Six characters without look-alikes, to be read from a wall and typed on a phone."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(6))


def read_join_code(typed: str) -> str:
    """What was typed, as codes are stored: capitals without spaces and signs."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())[:12]


class EventQuerySet(models.QuerySet["Event"]):
    def open(self) -> Self:
        now = timezone.now()
        started = models.Q(starts_at__isnull=True) | models.Q(starts_at__lte=now)
        not_over = models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=now)
        return self.filter(started, not_over, is_closed=False)

    def with_code(self, typed: str) -> Self:
        return self.filter(code=read_join_code(typed)).select_related("campaign")


class Event(models.Model):
    """A labelling session with a link: whoever has the link may label."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="events")
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=12, unique=True, default=make_join_code)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    is_closed = models.BooleanField(default=False)
    goal_tiles = models.PositiveIntegerField(null=True, blank=True)
    """How many tiles the event wants to see answered at least once."""
    shows_feedback = models.BooleanField(default=False)
    """Whether a volunteer is told, after a tile with gold, what the expert said."""
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EventQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("join", args=[self.code])

    @property
    def state(self) -> str:
        """`closed`, `waiting` for its start, `over`, or `open`."""
        now = timezone.now()
        if self.is_closed:
            return "closed"
        if self.starts_at is not None and self.starts_at > now:
            return "waiting"
        return "over" if self.ends_at is not None and self.ends_at <= now else "open"

    @property
    def team_names(self) -> list[str]:
        return [team.name for team in self.teams.all()]

    def switch(self) -> None:
        self.is_closed = not self.is_closed
        self.save(update_fields=["is_closed"])


class Team(models.Model):
    """Volunteers of an event who count their tiles together."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=40)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="one_team_per_name")]

    def __str__(self) -> str:
        return self.name


class Contributor(models.Model):
    """A person who votes: a guest known by a signed cookie, or a user."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nickname = models.CharField(max_length=40, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="contributor"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged"
    )
    """The account's contributor that has taken over this guest's work; devices may still hold its name."""
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.nickname or str(self.id)[:8]

    def rename(self, nickname: str) -> None:
        self.nickname = nickname
        self.save(update_fields=["nickname"])


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def excluded(self) -> Self:
        """Those whose votes do not count."""
        return self.filter(is_excluded=True)


class Participation(models.Model):
    """A contributor in a campaign."""

    contributor = models.ForeignKey(Contributor, on_delete=models.CASCADE, related_name="participations")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="participations")
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.SET_NULL)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="participations"
    )
    tutorial_passed_at = models.DateTimeField(null=True, blank=True)
    """Since when votes count: the tutorial is done, or was not needed."""
    is_excluded = models.BooleanField(default=False)
    """Excluded contributors' votes are kept and not counted."""
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contributor", "campaign"], name="one_participation_per_campaign")
        ]

    def pass_tutorial(self) -> None:
        self.tutorial_passed_at = timezone.now()
        self.save(update_fields=["tutorial_passed_at"])
