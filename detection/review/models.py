"""Editors' decisions on findings."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from detection.runs.finding_models import Detection


class ReviewQuerySet(models.QuerySet["Review"]):
    def standing(self) -> Self:
        return self.filter(superseded_at__isnull=True)

    def made_by_people(self) -> Self:
        """Those that editors made themselves and did not withdraw, here or where they were carried to."""
        withdrawn = Review.objects.filter(carried_from=OuterRef("pk"), undone_at__isnull=False)
        valid = self.filter(carried_from__isnull=True, undone_at__isnull=True, voided_at__isnull=True)
        return valid.filter(~Exists(withdrawn))


class ReviewBatch(models.Model):
    """An editor decided on many findings at once. Each decision is one of that editor, as if made alone."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="review_batches")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    n_findings = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]


class Review(models.Model):
    """One editor's decision on a finding. A new decision supersedes the earlier one; none is deleted, unless
    its finding is."""

    class Decision(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirm")
        REJECTED = "rejected", _("Reject")
        UNSURE = "unsure", _("Unsure")

    class Reason(models.TextChoices):
        """Why a finding was rejected, in the order of the keys that choose them."""

        OTHER_SCAR = "other_scar", _("Not a scar of this kind")
        FOREST = "forest", _("Clear-cut or forest work")
        FIELD = "field", _("Field or soil")
        WATER = "water", _("Water or bog")
        BUILT = "built", _("Building or road")
        PICTURE = "picture", _("The picture cannot be judged (cloud, blur)")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    detection = models.ForeignKey(Detection, on_delete=models.CASCADE, related_name="reviews")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    decision = models.CharField(max_length=10, choices=Decision)
    reason = models.CharField(max_length=60, blank=True, choices=Reason)
    """Of a rejection. Those of earlier versions that fit none of the choices are in the comment."""
    comment = models.TextField(blank=True, max_length=2000)
    created_at = models.DateTimeField(default=timezone.now)
    """When the editor decided, also of one that was carried over."""
    seen = models.JSONField(null=True, blank=True)
    """The shape that was decided on, as a GeoJSON geometry."""
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="copies"
    )
    """The same editor's decision on this place in another search, which holds for this shape too."""
    independent = models.BooleanField(default=True)
    """Whether the editor decided without knowing what others had said of the place. A confirmation that is
    not independent does not count towards publication; a rejection always holds a place back."""
    history_opened_at = models.DateTimeField(null=True, blank=True)
    """When this editor was first shown other editors' decisions on the finding."""
    batch = models.ForeignKey(
        ReviewBatch, null=True, blank=True, on_delete=models.SET_NULL, related_name="reviews"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    """Set when the editor undid the decision; it stays in the history, crossed out."""
    voided_at = models.DateTimeField(null=True, blank=True)
    """Set when it was declared void: no longer counted, in any search. It stays in the history."""
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    void_reason = models.TextField(blank=True, max_length=2000)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            # What an editor has decided, read without the table, to leave it out of what waits for them.
            models.Index(
                fields=["editor", "detection", "decision"],
                condition=Q(superseded_at__isnull=True),
                name="standing_by_editor",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["detection", "editor"],
                condition=Q(superseded_at__isnull=True),
                name="one_standing_review",
            )
        ]


class Mention(models.Model):
    """A colleague whom an editor asks, in a comment, to look at a finding."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "user"], name="one_mention_per_review")]


class ClaimQuerySet(models.QuerySet["FindingClaim"]):
    def live(self) -> Self:
        return self.filter(expires_at__gt=timezone.now())


class FindingClaim(models.Model):
    """A finding that an editor has open, for a few minutes: no other editor is offered it meanwhile."""

    detection = models.OneToOneField(Detection, on_delete=models.CASCADE, related_name="claim")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()

    objects = ClaimQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["editor", "expires_at"])]
