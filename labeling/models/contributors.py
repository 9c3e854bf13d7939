"""Contributors, and the events through which they join."""

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
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(6))


def normalise_join_code(typed: str) -> str:
    return "".join(letter for letter in typed.upper() if letter.isalnum())[:12]


class EventQuerySet(models.QuerySet["Event"]):
    def open(self) -> Self:
        now = timezone.now()
        started = models.Q(starts_at__isnull=True) | models.Q(starts_at__lte=now)
        not_over = models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=now)
        return self.filter(started, not_over, is_closed=False, campaign__archived_at__isnull=True)

    def with_code(self, typed: str) -> Self:
        existing = self.filter(campaign__deleting_since__isnull=True)
        return existing.filter(code=normalise_join_code(typed)).select_related("campaign")


class Event(models.Model):
    """A labelling session with a link: anyone with the link may label."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="events")
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=12, unique=True, default=make_join_code)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    is_closed = models.BooleanField(default=False)
    goal_tiles = models.PositiveIntegerField(null=True, blank=True)
    """Tiles to be answered at least once."""
    shows_feedback = models.BooleanField(default=False)
    """Show volunteers the expert's answers after a tile with gold."""
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EventQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("join", args=[self.code])

    @property
    def state(self) -> str:
        now = timezone.now()
        if self.is_closed or self.campaign.is_archived:
            return "closed"
        if self.starts_at is not None and self.starts_at > now:
            return "waiting"
        return "over" if self.ends_at is not None and self.ends_at <= now else "open"

    @property
    def team_names(self) -> list[str]:
        return [team.name for team in self.teams.all()]

    def toggle_closed(self) -> None:
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
    """A person who votes: a guest with a signed cookie, or a user."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nickname = models.CharField(max_length=40, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="contributor"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged"
    )
    """The account's contributor that this guest was merged into; devices may still hold the guest's
    cookie."""
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.nickname or str(self.id)[:8]

    def rename(self, nickname: str) -> None:
        self.nickname = nickname
        self.save(update_fields=["nickname"])


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def excluded(self) -> Self:
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
    """When votes began to count: the tutorial was done, or not needed."""
    is_excluded = models.BooleanField(default=False)
    """Votes of excluded contributors are stored but not counted."""
    came_by_role = models.BooleanField(default=False)
    """Made because the account has a role in the campaign: without the role it opens nothing."""
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contributor", "campaign"], name="one_participation_per_campaign")
        ]

    def pass_tutorial(self) -> None:
        self.tutorial_passed_at = timezone.now()
        self.save(update_fields=["tutorial_passed_at"])
