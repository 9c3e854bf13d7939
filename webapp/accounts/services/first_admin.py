import hashlib
import secrets

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from webapp.models import FirstAdminLink


class NoFirstAdmin(Exception):
    """The link is unknown or was used, or the site has an admin."""


def make_first_admin_link() -> str | None:
    """The path of a page on which the first admin's account is made, once; earlier links stop working. None
    when the site has an admin."""
    if _has_admin():
        return None
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        FirstAdminLink.objects.all().delete()
        FirstAdminLink.objects.create(token_hash=_hash(token))
    return reverse("first-admin", args=[token])


def is_first_admin_token(token: str) -> bool:
    return not _has_admin() and FirstAdminLink.objects.filter(token_hash=_hash(token)).exists()


@transaction.atomic
def make_first_admin(*, token: str, username: str, password: str, email: str = "") -> User:
    """Raises NoFirstAdmin."""
    # Whoever deletes the row has the link: of two requests at the same time one finds it gone.
    n_deleted, _ = FirstAdminLink.objects.filter(token_hash=_hash(token)).delete()
    if not n_deleted or _has_admin():
        raise NoFirstAdmin
    return User.objects.create_superuser(username=username, password=password, email=email)


def _has_admin() -> bool:
    return User.objects.filter(is_superuser=True).exists()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
