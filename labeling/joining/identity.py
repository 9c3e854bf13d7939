"""Who is voting: a signed-in user, or a guest with a signed cookie that page scripts cannot read."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core.signing import BadSignature
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from campaigns.models import Campaign
from campaigns.roles import Role, has_role
from labeling.joining.caching import cached
from labeling.joining.services.join_event import join_as_member
from labeling.joining.tutorial_gate import needs_tutorial
from labeling.models import Contributor, Participation

COOKIE = "landscar_guest"
SALT = "labeling.guest"
ONE_YEAR_S = 365 * 24 * 3600
ACCESS_CACHED_S = 60


def read_guest_id(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.get_signed_cookie(COOKIE, default="", salt=SALT))
    except (BadSignature, ValueError):
        return None


def guest_of(request: HttpRequest) -> Contributor | None:
    name = read_guest_id(request)
    guests = Contributor.objects.filter(user__isnull=True, merged_into__isnull=True)
    return guests.filter(pk=name).first() if name else None


def contributor_of(request: HttpRequest) -> Contributor | None:
    if isinstance(request.user, User):
        return Contributor.objects.filter(user=request.user).first()
    return guest_of(request)


def set_guest_cookie(response: HttpResponse, contributor: Contributor) -> None:
    response.set_signed_cookie(
        COOKIE,
        str(contributor.pk),
        salt=SALT,
        max_age=ONE_YEAR_S,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def joined_by(request: HttpRequest) -> "QuerySet[Participation]":
    """The requester's participations but those that came with a role, which end with it."""
    if isinstance(request.user, User):
        return Participation.objects.filter(contributor__user=request.user, came_by_role=False)
    guests = Participation.objects.filter(
        contributor__user__isnull=True, contributor__merged_into__isnull=True
    )
    name = read_guest_id(request)
    return guests.filter(contributor=name) if name else guests.none()


def visible_campaigns(request: HttpRequest) -> "QuerySet[Campaign]":
    """Those that the requester, who may be a guest, may know of."""
    return Campaign.objects.visible_to(request.user, joined=joined_by(request).values("campaign"))


def participation_in(request: HttpRequest, campaign: Campaign) -> Participation | None:
    """The requester's participation. Members of the campaign get one on first use; others must have
    joined."""
    if isinstance(request.user, User) and has_role(request.user, campaign, Role.VOLUNTEER):
        return join_as_member(user=request.user, campaign=campaign)
    joined = joined_by(request).select_related("event", "contributor", "campaign")
    return joined.filter(campaign=campaign).first()


def participation_by_slug(request: HttpRequest, slug: str) -> Participation | None:
    if isinstance(request.user, User):
        campaign = visible_campaigns(request).filter(slug=slug).first()
        return participation_in(request, campaign) if campaign else None
    joined = joined_by(request).select_related("event", "contributor")
    participation = joined.filter(campaign__slug=slug).first()
    campaign = _campaign_at(slug) if participation else None
    if participation is None or campaign is None:
        return None
    participation.campaign = campaign
    return participation


def _campaign_at(slug: str) -> Campaign | None:
    names = [field.attname for field in Campaign._meta.concrete_fields]
    # With the columns of every language, so that one cached row serves readers of all.
    rows = Campaign.objects.existing().filter(slug=slug).values_list(*names)
    values = cached(f"campaign:{slug}", rows.first)
    return Campaign.from_db("default", names, values) if values else None


class ContributorAuthentication(SessionAuthentication):
    """Signed-in users and guests. A guest's cookie, like a session's, counts only with the CSRF token."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        signed_in = super().authenticate(request)
        if signed_in is not None:
            return signed_in
        guest = read_guest_id(request._request)
        if guest is None:
            return None
        self.enforce_csrf(request)
        return AnonymousUser(), guest


class MayLabel(BasePermission):
    """Sets the view's `participation`; refuses anyone who has not joined the campaign. In an archived one no
    tile is given out, but what was begun before can be answered: nobody's work is lost."""

    def has_permission(self, request: Request, view: Any) -> bool:
        view.participation = participation_by_slug(request._request, view.kwargs["slug"])
        if view.participation is None:
            get_object_or_404(visible_campaigns(request._request), slug=view.kwargs["slug"])
        return view.participation is not None


class MayViewPictures(MayLabel):
    """`MayLabel` for pictures, which every tile needs: access granted within the last minute is reused."""

    def has_permission(self, request: Request, view: Any) -> bool:
        guest = None if isinstance(request.user, User) else read_guest_id(request._request)
        may = super().has_permission
        if guest is None:
            return may(request, view)
        slug = view.kwargs["slug"]
        return bool(cached(f"see:{slug}:{guest}", lambda: may(request, view) or None, ACCESS_CACHED_S))


class MayVote(MayLabel):
    """`MayLabel`, and refuses anyone who has not done the tutorial."""

    def has_permission(self, request: Request, view: Any) -> bool:
        may = super().has_permission(request, view)
        if may and needs_tutorial(view.participation):
            raise PermissionDenied(
                _("Answer the six questions of the tutorial first. Then your votes count.")
            )
        return may
