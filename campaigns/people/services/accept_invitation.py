from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.errors import InvitationNotOpen
from campaigns.models import Invitation, Membership
from campaigns.roles import rank_of


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User) -> Membership:
    """Give the user the invitation's role. Whoever has that role or a higher one keeps what they have, and
    the invitation is not used up: accepting twice is harmless. Raises InvitationNotOpen."""
    # Locked, so that two people cannot share the last use.
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    membership = Membership.objects.filter(campaign=invitation.campaign_id, user=user).first()
    if membership and rank_of(membership.role) >= rank_of(invitation.role):
        return membership
    if invitation.state != "open":
        raise InvitationNotOpen(_("This invitation no longer works. Ask for a new one."))
    invitation.uses += 1
    invitation.save(update_fields=["uses"])
    membership, _created = Membership.objects.update_or_create(
        campaign=invitation.campaign, user=user, defaults={"role": invitation.role}
    )
    return membership
