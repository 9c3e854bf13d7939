from django.contrib.auth.models import User
from django.db import transaction

from campaigns.models import Invitation
from campaigns.people.services.accept_invitation import accept_invitation
from labeling.joining.services.merge_guest import merge_guest
from labeling.models import Contributor
from webapp.accounts.forms import SignUpForm


@transaction.atomic
def register_invited(*, form: SignUpForm, invitation: Invitation, guest: Contributor | None) -> User:
    """An account with the invitation's role; with the guest's labels when one is given. Raises
    InvitationNotOpen, and then there is no account."""
    user: User = form.save()
    accept_invitation(invitation=invitation, user=user)
    if guest is not None:
        merge_guest(guest=guest, user=user)
    return user
