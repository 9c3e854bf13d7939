"""Editors' decisions on findings."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from detection.runs.models import Detection


class ReviewQuerySet(models.QuerySet["Review"]):
    def standing(self) -> Self:
        return self.filter(superseded_at__isnull=True)


class Review(models.Model):
    """One editor's decision on a finding. A new decision supersedes the earlier one; none is deleted."""

    class Decision(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirm")
        REJECTED = "rejected", _("Reject")
        UNSURE = "unsure", _("Unsure")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    detection = models.ForeignKey(Detection, on_delete=models.CASCADE, related_name="reviews")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    decision = models.CharField(max_length=10, choices=Decision)
    reason = models.CharField(max_length=60, blank=True)
    comment = models.TextField(blank=True, max_length=2000)
    created_at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    """Set when the editor undid the decision; it stays in the history, crossed out."""

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["detection", "editor"],
                condition=Q(superseded_at__isnull=True),
                name="one_standing_review",
            )
        ]
