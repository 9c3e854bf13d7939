"""Who may read a campaign's releases."""

from functools import wraps
from typing import ParamSpec

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import Http404, HttpRequest, HttpResponseBase

from campaigns.models import Campaign
from campaigns.roles import CampaignView, Role, SlugView, find_campaign, has_role

P = ParamSpec("P")


def readable_campaign(user: AbstractBaseUser | AnonymousUser, slug: str) -> Campaign:
    """Raises Http404 unless the campaign is public or the reader is one of its editors."""
    campaign = find_campaign(user, slug)
    if campaign.is_public or has_role(user, campaign, Role.EDITOR):
        return campaign
    raise Http404


def public_page(view: CampaignView[P]) -> SlugView:
    @wraps(view)
    def guarded(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, readable_campaign(request.user, slug), *args, **kwargs)

    return guarded
