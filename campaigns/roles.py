"""Who may do what in a campaign."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from campaigns.models import Campaign, Membership

Role = Membership.Role
P = ParamSpec("P")
CampaignView = Callable[Concatenate[HttpRequest, Campaign, P], HttpResponseBase]
SlugView = Callable[..., HttpResponseBase]

_RANK = {None: 0, Role.VOLUNTEER: 1, Role.EDITOR: 2, Role.ADMIN: 3}


def role_in(user: AbstractBaseUser | AnonymousUser, campaign: Campaign) -> Role | None:
    """The person's role; a superuser is admin everywhere, a stranger and a guest have none."""
    if not user.is_authenticated or not user.is_active:
        return None
    if getattr(user, "is_superuser", False):
        return Role.ADMIN
    role = (
        Membership.objects.filter(user_id=user.pk, campaign=campaign).values_list("role", flat=True).first()
    )
    return Role(role) if role else None


def has_role(user: AbstractBaseUser | AnonymousUser, campaign: Campaign, wanted: Role) -> bool:
    """True when the person's role is the wanted one or a higher one."""
    return _RANK[role_in(user, campaign)] >= _RANK[wanted]


def require_role(wanted: Role) -> Callable[[CampaignView[P]], SlugView]:
    """A view decorator: resolves `slug` to its campaign; strangers sign in, the wrong role gets 403."""

    def decorate(view: CampaignView[P]) -> SlugView:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            campaign = get_object_or_404(Campaign, slug=slug)
            if has_role(request.user, campaign, wanted):
                return view(request, campaign, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            raise PermissionDenied

        return guarded

    return decorate


class HasCampaignRole(BasePermission):
    """For API views whose address holds the campaign's `slug`: `HasCampaignRole.of(Role.EDITOR)`."""

    wanted: Role = Role.ADMIN

    @classmethod
    def of(cls, wanted: Role) -> type["HasCampaignRole"]:
        return type(f"Has{wanted.capitalize()}Role", (cls,), {"wanted": wanted})

    def has_permission(self, request: Request, view: Any) -> bool:
        campaign = get_object_or_404(Campaign, slug=view.kwargs["slug"])
        return has_role(request.user, campaign, self.wanted)
