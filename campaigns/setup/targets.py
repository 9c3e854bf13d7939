"""What a page of the setup works on: a draft, or a campaign whose settings are changed later."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from campaigns.models import Campaign, CampaignDraft
from campaigns.roles import Role, has_role, require_role

Target = CampaignDraft | Campaign
StepView = Callable[..., HttpResponseBase]
"""Takes the request, the target, and what else is in the address."""

STEPS = ["question", "imagery", "region", "superpixels"]


def draft_of(request: HttpRequest, draft: UUID) -> CampaignDraft:
    """The draft, for its owner and superusers; 404 for everyone else."""
    found = get_object_or_404(CampaignDraft.objects.select_related("source", "owner"), pk=draft)
    is_theirs = getattr(request.user, "is_superuser", False) or found.owner == request.user
    return found if is_theirs else get_object_or_404(CampaignDraft.objects.none())


def of_draft(view: StepView) -> StepView:
    """The view for the draft named in the address."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, draft: UUID, **more: Any) -> HttpResponseBase:
        # A second click on “Create” comes when the draft is gone.
        made = Campaign.objects.existing().filter(made_from=draft).first()
        if made is not None and has_role(request.user, made, Role.ADMIN):
            return redirect(made)
        return view(request, draft_of(request, draft), **more)

    return guarded


def of_campaign(view: StepView) -> StepView:
    """The view for the campaign named in the address, for its admins."""
    return require_role(Role.ADMIN)(view)
