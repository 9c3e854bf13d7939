"""Who may look at sources, use them and change them."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from campaigns.models import Membership
from campaigns.setup.permission import may_create
from imagery.models import ImagerySource, SourceProbe


def may_use_sources(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Those who may create campaigns, and admins of one: they may use every source."""
    if may_create(user):
        return True
    if not isinstance(user, User) or not user.is_active:
        return False
    return Membership.objects.filter(user=user, role=Membership.Role.ADMIN).exists()


def may_change_source(user: AbstractBaseUser | AnonymousUser, source: ImagerySource) -> bool:
    """Its creator and superusers: others' campaigns read it too."""
    if not isinstance(user, User):
        return False
    return user.is_superuser or (source.created_by_id == user.pk and may_use_sources(user))


def may_teach(user: AbstractBaseUser | AnonymousUser, probe: SourceProbe) -> bool:
    """Whether they may say where the source has nothing: of a stored one that changes what others search."""
    return probe.source is None or may_change_source(user, probe.source)


def require_may_teach(user: AbstractBaseUser | AnonymousUser, probe: SourceProbe) -> None:
    if not may_teach(user, probe):
        raise PermissionDenied


class MayUseSources(BasePermission):
    def has_permission(self, request: Request, view: Any) -> bool:
        return may_use_sources(request.user)
