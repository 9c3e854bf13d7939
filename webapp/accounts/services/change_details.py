from django.contrib.auth.models import User
from django.db import transaction

from labeling.models import Contributor

NICKNAME_LETTERS = 40


@transaction.atomic
def change_details(*, user: User, username: str, email: str) -> User:
    """The name under which somebody labels follows the account's name, unless they chose another."""
    before = User.objects.select_for_update().get(pk=user.pk).username
    labels_as = Contributor.objects.filter(user=user, nickname=before[:NICKNAME_LETTERS])
    labels_as.update(nickname=username[:NICKNAME_LETTERS])
    user.username, user.email = username, email
    user.save(update_fields=["username", "email"])
    return user
