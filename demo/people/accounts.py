"""The accounts that one can sign in with."""

from django.contrib.auth.models import User

from campaigns.models import Campaign, Membership
from campaigns.roles import Role

PASSWORD = "landscar-demo"  # noqa: S105 - printed on purpose: the demo listens on loopback only
SIGN_INS = {
    "admin": Role.ADMIN,
    "editor": Role.EDITOR,
    "second-editor": Role.EDITOR,
    "volunteer": Role.VOLUNTEER,
}


def ensure_people(campaign: Campaign) -> dict[str, User]:
    people = {name: _ensure_user(name, is_admin=role is Role.ADMIN) for name, role in SIGN_INS.items()}
    for name, role in SIGN_INS.items():
        Membership.objects.get_or_create(campaign=campaign, user=people[name], defaults={"role": role})
    return people


def _ensure_user(name: str, *, is_admin: bool) -> User:
    user, created = User.objects.get_or_create(
        username=name, defaults={"is_staff": is_admin, "is_superuser": is_admin}
    )
    if created:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    return user
