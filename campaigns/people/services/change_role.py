from django.db import transaction

from campaigns.models import Membership
from campaigns.people.services.keep_an_admin import keep_an_admin, withdraw_invitations_of


@transaction.atomic
def change_role(*, membership: Membership, role: Membership.Role) -> Membership:
    """Raises LastAdmin. Whoever is no longer an admin has also no open invitations any more."""
    if role != Membership.Role.ADMIN:
        keep_an_admin(membership)
        withdraw_invitations_of(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    return membership
