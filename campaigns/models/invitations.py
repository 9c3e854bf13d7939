"""Links that give a role to whoever accepts them."""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Literal, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from campaigns.models.campaign import Campaign
from campaigns.models.members import Membership

LASTS = timedelta(days=14)
KEY_LETTERS = 12
State = Literal["open", "expired", "used", "revoked"]


def make_key() -> str:
    return secrets.token_urlsafe(9)


def in_two_weeks() -> datetime:
    return timezone.now() + LASTS


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        return self.filter(uses__lt=F("max_uses"), revoked_at=None, expires_at__gt=timezone.now())

    def with_token(self, token: str) -> "Invitation | None":
        """The invitation whose token this is, in whatever state; None for a forged or mistyped one."""
        found = self.filter(key=token[:KEY_LETTERS]).select_related("campaign", "made_by").first()
        return found if found and hmac.compare_digest(found.token.encode(), token.encode()) else None


class Invitation(models.Model):
    """An admin's offer of a role. Its token is computed from the site's secret key and is not stored: whoever
    reads the database cannot accept it, while admins can copy the link again."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=16, choices=Membership.Role)
    note = models.CharField(max_length=100, blank=True)
    """Whom it is meant for; admins alone see it."""
    key = models.CharField(max_length=KEY_LETTERS, unique=True, default=make_key, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="invitations"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=in_two_weeks)
    max_uses = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    """Number of people who may accept it."""
    uses = models.PositiveSmallIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def get_absolute_url(self) -> str:
        return reverse("invitation", args=[self.token])

    @property
    def token(self) -> str:
        signature = salted_hmac("campaigns.invitation", self.key, algorithm="sha256").hexdigest()
        return self.key + signature[:32]

    @property
    def state(self) -> State:
        if self.revoked_at is not None:
            return "revoked"
        if self.uses >= self.max_uses:
            return "used"
        return "open" if self.expires_at > timezone.now() else "expired"

    def revoke(self) -> None:
        self.revoked_at = self.revoked_at or timezone.now()
        self.save(update_fields=["revoked_at"])
