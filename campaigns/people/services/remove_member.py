from django.db import transaction

from campaigns.models import Membership
from campaigns.people.services.keep_an_admin import keep_an_admin, withdraw_invitations_of


@transaction.atomic
def remove_member(*, membership: Membership) -> None:
    """Take somebody's role away, or leave. What they did stays, and so do their answers. Raises LastAdmin."""
    keep_an_admin(membership)
    withdraw_invitations_of(membership)
    membership.delete()
