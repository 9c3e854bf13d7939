"""Who has which role in a campaign."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign


class MembershipQuerySet(models.QuerySet["Membership"]):
    def admins(self) -> Self:
        """Admins who can sign in."""
        return self.filter(role=Membership.Role.ADMIN, user__is_active=True)


class Membership(models.Model):
    """A signed-in person's role in a campaign. Guests have none: they join through labelling events."""

    class Role(models.TextChoices):
        VOLUNTEER = "volunteer", _("Volunteer")
        EDITOR = "editor", _("Editor")
        ADMIN = "admin", _("Admin")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "user"], name="one_role_per_person")]
