from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from campaigns.models import Campaign, Invitation, Membership


def invite(
    *,
    campaign: Campaign,
    role: Membership.Role,
    made_by: User,
    note: str = "",
    max_uses: int = 1,
    lasts: timedelta = timedelta(days=14),
) -> Invitation:
    """An open invitation. Its `get_absolute_url` is the link to hand on."""
    invitation = Invitation(
        campaign=campaign,
        role=role,
        made_by=made_by,
        note=note,
        max_uses=max_uses,
        expires_at=timezone.now() + lasts,
    )
    invitation.full_clean()
    invitation.save()
    return invitation
