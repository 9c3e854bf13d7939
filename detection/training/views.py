"""The button that starts a retraining."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.errors import CampaignError
from campaigns.models import Campaign
from campaigns.roles import Role, require_role
from detection.training.actions import start_training


@require_POST
@require_role(Role.ADMIN)
def retrain(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    try:
        job = start_training(campaign=campaign, started_by=cast(User, request.user))
    except CampaignError as refusal:
        messages.error(request, str(refusal))
    else:
        job.refresh_from_db()
        if job.is_active:
            messages.success(request, _("The retraining is queued. Its progress is shown below."))
    return redirect(f"{campaign.get_absolute_url()}#models")
