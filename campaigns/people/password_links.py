"""One-time links with which somebody sets a new password, for where no mail can be sent."""

import logging

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from campaigns.models import Campaign, Membership

logger = logging.getLogger(__name__)


def may_make_link(admin: AbstractBaseUser | AnonymousUser, user: User) -> bool:
    """Whoever holds the link becomes the user. So an admin may make one only for people who have no role but
    in the campaigns that this admin runs, and for nobody who runs the site."""
    if getattr(admin, "is_superuser", False):
        return True
    runs = Membership.objects.admins().filter(user=admin.pk).values("campaign")
    elsewhere = Campaign.objects.filter(memberships__user=user).exclude(pk__in=runs)
    return user.pk != admin.pk and not user.is_staff and not user.is_superuser and not elsewhere.exists()


def make_link(user: User, *, made_by: str) -> str:
    """The path of a page on which the user sets a password: for 48 hours, and once, because Django's token
    depends on the present password."""
    logger.info("A password link for %s was made by %s.", user.get_username(), made_by)
    name = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("password-set", args=[name, default_token_generator.make_token(user)])
