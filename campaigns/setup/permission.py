"""Who may set up campaigns."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from rest_framework.permissions import BasePermission
from rest_framework.request import Request


def may_create(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Superusers, staff, and those to whom an operator gave the permission."""
    if not user.is_active or not isinstance(user, PermissionsMixin):
        return False
    return bool(getattr(user, "is_staff", False)) or user.has_perm("campaigns.add_campaign")


def require_creator(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_create(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


class MayCreate(BasePermission):
    def has_permission(self, request: Request, view: Any) -> bool:
        return may_create(request.user)
