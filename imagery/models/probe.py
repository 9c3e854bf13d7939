"""Sources that somebody is looking at before they are stored."""

import uuid
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imagery.messages import MessageField, Words, shortened
from imagery.models.source import ImagerySource
from imagery.places import Place

MAX_FAILURE = 500
SILENCE = timedelta(minutes=5)
"""A look without an end after this long has lost its worker: tasks are stopped before that."""
KEPT_FOR = timedelta(days=1)
"""Then a probe is deleted, with its picture and with an upload that no source uses."""


class SourceProbeQuerySet(models.QuerySet["SourceProbe"]):
    def active(self) -> Self:
        return self.filter(state__in=SourceProbe.ACTIVE)

    def dead(self) -> Self:
        """Worked on by a worker that has died."""
        since = timezone.now() - SILENCE
        return self.filter(state=SourceProbe.State.WORKING, state_at__lt=since)

    def outdated(self) -> Self:
        return self.filter(state_at__lt=timezone.now() - KEPT_FOR)


class SourceProbe(models.Model):
    """One look at a source that does not exist yet, or at one that does. Nothing is stored as a source before
    its owner says so."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting for a worker")
        WORKING = "working", _("Looking")
        NEEDS_LAYER = "needs_layer", _("Choose a layer")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Did not work")

    ACTIVE = (State.QUEUED, State.WORKING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(
        ImagerySource, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    """The source that is looked at, when it exists already."""
    fields = models.JSONField(default=dict)
    """Columns of the source to be, by name; never its key."""
    encrypted_key = models.TextField(blank=True, editable=False)
    upload = models.CharField(max_length=300, blank=True)
    """Path below RASTER_ROOT of a file uploaded for this; it goes with the probe unless it is used."""
    file_name = models.CharField(max_length=200, blank=True)
    """What the person calls that file; never a path."""
    zoom = models.PositiveSmallIntegerField(default=16)
    """The campaign's zoom."""
    lng = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    place_is_chosen = models.BooleanField(default=False)
    """False for a place that is only a guess: the source's own centre is better when it lies elsewhere."""
    state = models.CharField(max_length=16, choices=State, default=State.QUEUED)
    state_at = models.DateTimeField(default=timezone.now)
    n_looks = models.PositiveSmallIntegerField(default=0)
    result = models.JSONField(default=dict, blank=True)
    """What was found: `layers` to choose from, or the keys that `imagery.services.probe_source` lists."""
    marked_tile = models.CharField(max_length=40, blank=True)
    """z/x/y of a tile of which the person says that the source has nothing there; the next look learns it."""
    mark_parts = MessageField()
    """What came of that."""
    empty_pictures = models.JSONField(default=list, blank=True)
    """What a source that is not stored yet sends for such tiles, as `imagery.services.mark_empty` has it."""
    failure_parts = MessageField()
    failure_field = models.CharField(max_length=16, blank=True)
    """Where the person can mend it: address, key, layer, file or place."""
    picture = models.CharField(max_length=300, blank=True)
    """Path below DATA_ROOT of the tile, 1024 x 1024 px."""
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SourceProbeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "state_at"])]

    @property
    def failure(self) -> str:
        """Why it did not work, or why there is nothing to see, in the reader's language."""
        return str(self.failure_parts)

    @property
    def mark(self) -> str:
        """What came of marking a tile as empty, in the reader's language."""
        return str(self.mark_parts)

    @property
    def place(self) -> Place | None:
        return None if self.lng is None or self.lat is None else Place(self.lng, self.lat)

    @property
    def is_active(self) -> bool:
        return self.state in self.ACTIVE

    def as_source(self) -> ImagerySource:
        """The source to be, unsaved; or the one that exists."""
        if self.source is not None:
            return self.source
        return ImagerySource(
            **{
                "slug": f"probe-{self.pk.hex}",
                "name": "?",
                "encrypted_key": self.encrypted_key,
                **self.fields,
            }
        )

    def claim(self) -> bool:
        """Claim the probe for this worker; False when another has it or it has ended."""
        dead = Q(state=self.State.WORKING, state_at__lt=timezone.now() - SILENCE)
        mine = SourceProbe.objects.filter(Q(state=self.State.QUEUED) | dead, pk=self.pk)
        claimed = mine.update(state=self.State.WORKING, state_at=timezone.now(), n_looks=F("n_looks") + 1)
        self.refresh_from_db()
        return bool(claimed)

    def requeue(self, **changes: Any) -> bool:
        """Look again, with other settings; False while somebody is looking."""
        ended = SourceProbe.objects.filter(pk=self.pk).exclude(state__in=self.ACTIVE)
        cleared = {"failure_parts": "", "failure_field": "", "mark_parts": "", "state_at": timezone.now()}
        queued = ended.update(state=self.State.QUEUED, **cleared | changes)
        self.refresh_from_db()
        return bool(queued)

    def change_fields(self, upload: str | None = None, **fields: Any) -> None:
        """While it is being looked at: what was found out about the source."""
        self.fields |= fields
        self.upload = self.upload if upload is None else upload
        self.save(update_fields=["fields", "upload"])

    def take_mark(self, words: Words, empty_pictures: list[dict[str, Any]]) -> None:
        """While it is being looked at: what came of the tile that was marked as empty."""
        self.marked_tile, self.mark_parts = "", shortened(words, MAX_FAILURE)
        self.empty_pictures = empty_pictures
        self.save(update_fields=["marked_tile", "mark_parts", "empty_pictures"])

    def offer_layers(self, layers: list[dict[str, Any]]) -> bool:
        return self._finish(self.State.NEEDS_LAYER, result={"layers": layers})

    def succeed(self, **columns: Any) -> bool:
        return self._finish(self.State.READY, **columns)

    def fail(self, reason: Words, field: str = "") -> bool:
        return self._finish(
            self.State.FAILED, failure_parts=shortened(reason, MAX_FAILURE), failure_field=field
        )

    def _finish(self, state: str, **columns: Any) -> bool:
        """False when this look was given up meanwhile and another has begun."""
        this_look = SourceProbe.objects.filter(pk=self.pk, state__in=self.ACTIVE, n_looks=self.n_looks)
        finished = this_look.update(state=state, state_at=timezone.now(), **columns)
        self.refresh_from_db()
        return bool(finished)
