"""What readers object to, and what became of it."""

import secrets
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import Campaign
from detection.numbering import NumberedQuerySet
from detection.publication.models import Release, ReleasePlace
from imagery.messages import MessageField


def new_token() -> str:
    return secrets.token_urlsafe(16)


class ReaderReportQuerySet(NumberedQuerySet["ReaderReport"]):
    def open(self) -> Self:
        return self.filter(state__in=ReaderReport.OPEN)

    def accepted(self) -> Self:
        return self.filter(state=ReaderReport.State.ACCEPTED)

    def for_queue(self) -> Self:
        """Open ones first, then those that were answered last."""
        order = (models.F("answered_at").desc(nulls_first=True), "-created_at")
        return self.select_related("release__campaign", "place", "answered_by").order_by(*order)

    def waiting_for_training(self) -> Self:
        return self.accepted().filter(training_asked_at__isnull=False, trained_at__isnull=True)

    def closed_before(self, moment: datetime) -> Self:
        return self.filter(answered_at__lt=moment).exclude(state__in=ReaderReport.OPEN)


class ReaderReport(models.Model):
    """A reader says that a published place is wrong, or that one is missing. The reader follows it at an
    address that nobody can guess."""

    class Kind(models.TextChoices):
        WRONG = "wrong", pgettext_lazy("kind of a report", "This is wrong")
        MISSED = "missed", pgettext_lazy("kind of a report", "You missed one")

    class Reason(models.TextChoices):
        """Of a place that is wrong."""

        NO_SCAR = "no_scar", _("This is something else")
        SHAPE = "shape", _("The outline is wrong")
        DATE = "date", _("The date is wrong")
        OTHER = "other", pgettext_lazy("reason of a report", "Something else is wrong")

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("state of a report", "Received")
        LOOKING = "looking", pgettext_lazy("state of a report", "Being looked at")
        ACCEPTED = "accepted", pgettext_lazy("state of a report", "Accepted")
        DECLINED = "declined", pgettext_lazy("state of a report", "Declined")

    OPEN = (State.RECEIVED, State.LOOKING)

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="reader_reports")
    number = models.PositiveIntegerField()
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    """In the address of the reader's page."""
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="reader_reports")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.WRONG)
    reason = models.CharField(max_length=8, choices=Reason, blank=True)
    """Empty where a place is missing."""
    place = models.ForeignKey(
        ReleasePlace, null=True, blank=True, on_delete=models.SET_NULL, related_name="reader_reports"
    )
    lng = models.FloatField()
    lat = models.FloatField()
    shape = models.JSONField(null=True, blank=True)
    """What the reader drew around a missing place: GeoJSON MultiPolygon, degrees (EPSG:4326)."""
    text = models.TextField(max_length=2000)
    """For editors, and for the reader's own browser; for everybody once `text_is_public`."""
    text_is_public = models.BooleanField(default=False)
    contact = models.CharField(max_length=200, blank=True)
    """For editors alone; deleted some time after the answer."""
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    public_answer = models.TextField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    known_place = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    """The known place that it became: what `labeling.interface.keep_place` gave."""
    training_asked_at = models.DateTimeField(null=True, blank=True)
    """Null again where nothing could be used."""
    training_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    trained_at = models.DateTimeField(null=True, blank=True)
    """When its superpixels became experts' answers; that happens once."""
    training_parts = MessageField()

    objects = ReaderReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["campaign", "state"])]
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="one_report_per_number")]

    def get_absolute_url(self) -> str:
        return reverse("ticket", args=[self.campaign.slug, self.token])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def training(self) -> str:
        """What came of using it for training, in the reader's language."""
        return str(self.training_parts)

    @property
    def may_train(self) -> bool:
        """An outline or a date that is wrong says nothing about what is on the ground."""
        is_about_ground = self.reason not in (self.Reason.SHAPE, self.Reason.DATE)
        return self.state == self.State.ACCEPTED and is_about_ground

    @property
    def waits_for_training(self) -> bool:
        return self.training_asked_at is not None and self.trained_at is None

    @property
    def geometry(self) -> dict[str, Any]:
        """GeoJSON: the place as published, what the reader drew, or the point."""
        if self.place is not None:
            found: dict[str, Any] = self.place.detection.geometry
            return found
        return self.shape or {"type": "Point", "coordinates": [self.lng, self.lat]}
