"""Roles in a campaign, and the checks that pages and the API make."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from campaigns.archive import refuse_if_archived
from campaigns.errors import CampaignArchived
from campaigns.models import Campaign, Membership

Role = Membership.Role
P = ParamSpec("P")
CampaignView = Callable[Concatenate[HttpRequest, Campaign, P], HttpResponseBase]
SlugView = Callable[..., HttpResponseBase]

_RANK = {None: 0, Role.VOLUNTEER: 1, Role.EDITOR: 2, Role.ADMIN: 3}


def rank_of(role: str | None) -> int:
    """0 without a role; each role includes those below it."""
    return _RANK[Role(role) if role else None]


def role_in(user: AbstractBaseUser | AnonymousUser, campaign: Campaign) -> Role | None:
    """A superuser is admin in every campaign; strangers and guests have no role."""
    if not user.is_authenticated or not user.is_active:
        return None
    if getattr(user, "is_superuser", False):
        return Role.ADMIN
    role = (
        Membership.objects.filter(user_id=user.pk, campaign=campaign).values_list("role", flat=True).first()
    )
    return Role(role) if role else None


def has_role(user: AbstractBaseUser | AnonymousUser, campaign: Campaign, required: Role) -> bool:
    return rank_of(role_in(user, campaign)) >= rank_of(required)


def find_campaign(user: AbstractBaseUser | AnonymousUser, slug: str) -> Campaign:
    """Raises Http404, in the same words whether the campaign is hidden from this person or does not exist."""
    return get_object_or_404(Campaign.objects.visible_to(user), slug=slug)


def require_role(required: Role, *, even_archived: bool = False) -> Callable[[CampaignView[P]], SlugView]:
    """Decorate a view that takes the campaign: strangers are sent to sign in, a lower role gets 403. A
    campaign that is not public is 404 for both. In an archived one nothing is changed, unless the view works
    on it `even_archived`."""

    def decorate(view: CampaignView[P]) -> SlugView:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            campaign = find_campaign(request.user, slug)
            if has_role(request.user, campaign, required):
                if request.method not in SAFE_METHODS and not even_archived and campaign.is_archived:
                    return _say_archived(request, campaign)
                return view(request, campaign, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            raise PermissionDenied

        return guarded

    return decorate


def _say_archived(request: HttpRequest, campaign: Campaign) -> HttpResponseBase:
    try:
        refuse_if_archived(campaign)
    except CampaignArchived as archived:
        messages.error(request, str(archived))
    return redirect(campaign)


class HasCampaignRole(BasePermission):
    """For API views whose address contains `slug`: `HasCampaignRole.of(Role.EDITOR)`."""

    required: Role = Role.ADMIN
    even_archived = False

    @classmethod
    def of(cls, required: Role, *, even_archived: bool = False) -> type["HasCampaignRole"]:
        settings = {"required": required, "even_archived": even_archived}
        return type(f"Has{required.capitalize()}Role", (cls,), settings)

    def has_permission(self, request: Request, view: Any) -> bool:
        campaign = find_campaign(request.user, view.kwargs["slug"])
        may = has_role(request.user, campaign, self.required)
        if may and request.method not in SAFE_METHODS and not self.even_archived:
            refuse_if_archived(campaign)
        return may
