"""Files with a region that somebody sent for a draft or a campaign."""

import uuid
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from campaigns.models.drafts import CampaignDraft
from imagery.messages import MessageField, Words

SILENCE = timedelta(minutes=5)
"""A file is read for less; after this its worker has died."""
KEPT_FOR = timedelta(days=1)


class RegionUploadQuerySet(models.QuerySet["RegionUpload"]):
    def dead(self) -> Self:
        """Read by a worker that has died."""
        since = timezone.now() - SILENCE
        return self.filter(state=RegionUpload.State.READING, state_at__lt=since)

    def outdated(self) -> Self:
        return self.filter(state_at__lt=timezone.now() - KEPT_FOR)


class RegionUpload(models.Model):
    """A file that a worker reads; its region is shown on the map and stored only when the person saves it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for a worker")
        READING = "reading", _("Reading")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Did not work")

    ACTIVE = (State.WAITING, State.READING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(
        CampaignDraft, null=True, blank=True, on_delete=models.CASCADE, related_name="region_uploads"
    )
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.CASCADE, related_name="region_uploads"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    """What the person calls it; never a path."""
    path = models.CharField(max_length=300)
    """Below DATA_ROOT; the file is deleted as soon as it was read."""
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    state_at = models.DateTimeField(default=timezone.now)
    region = models.JSONField(null=True, blank=True)
    """GeoJSON as `check_region` gives it."""
    notes_parts = MessageField(default=list)
    """What was mended in it, a list."""
    spots = models.JSONField(default=list, blank=True)
    failure_parts = MessageField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RegionUploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=True) ^ Q(campaign__isnull=True), name="region_upload_of_one_target"
            )
        ]

    @property
    def target(self) -> CampaignDraft | Campaign:
        found = self.draft or self.campaign
        assert found is not None  # noqa: S101 - the database's constraint says so
        return found

    @property
    def is_active(self) -> bool:
        return self.state in self.ACTIVE

    @property
    def failure(self) -> str:
        """What is wrong with the file and what to try, in the reader's language."""
        return str(self.failure_parts)

    @property
    def notes(self) -> list[str]:
        return [str(note) for note in self.notes_parts]

    def claim(self) -> bool:
        """Claim the file for this worker; False when a worker has had it."""
        return self._become(self.State.READING, after=[self.State.WAITING])

    def fail(self, reason: Words) -> bool:
        return self._become(self.State.FAILED, after=self.ACTIVE, failure_parts=reason)

    def succeed(self, **found: Any) -> bool:
        return self._become(self.State.READY, after=[self.State.READING], **found)

    def _become(self, state: "RegionUpload.State", after: Any, **changes: Any) -> bool:
        mine = RegionUpload.objects.filter(pk=self.pk, state__in=after)
        changed = mine.update(state=state, state_at=timezone.now(), **changes)
        self.refresh_from_db()
        return bool(changed)
