from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.errors import LastAdmin
from campaigns.models import Campaign, Invitation, Membership


def keep_an_admin(leaving: Membership) -> None:
    """Raises LastAdmin when nobody else could run the campaign. To be called in a transaction: it locks the
    campaign, so that two admins cannot remove each other."""
    Campaign.objects.select_for_update().get(pk=leaving.campaign_id)
    others = Membership.objects.admins().filter(campaign=leaving.campaign_id).exclude(pk=leaving.pk)
    if leaving.role == Membership.Role.ADMIN and not others.exists():
        raise LastAdmin(
            _("%(name)s is the only admin. Make somebody else an admin first: a campaign needs one.")
            % {"name": leaving.user.get_username()}
        )


def withdraw_invitations_of(member: Membership) -> None:
    # Otherwise a former admin could come back through a link of their own.
    own = Invitation.objects.open().filter(campaign=member.campaign_id, made_by=member.user_id)
    own.update(revoked_at=timezone.now())
