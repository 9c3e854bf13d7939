"""The buttons of a search."""

from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.errors import CampaignError
from campaigns.models import Campaign, Job
from campaigns.roles import Role, require_role
from detection.errors import DetectionError
from detection.runs.actions import continue_run, start_run
from detection.runs.models import DetectionRun


class RuleForm(forms.Form):
    threshold = forms.CharField(required=False, max_length=20)
    min_positive_superpixels = forms.IntegerField(min_value=1, max_value=1000)


@require_POST
@require_role(Role.ADMIN)
def search_region(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    rule = RuleForm(request.POST)
    if not rule.is_valid():
        messages.error(request, _("The rule must be a whole number from 0 to 1000."))
        return _back(campaign)
    try:
        run = start_run(campaign=campaign, started_by=cast(User, request.user), **rule.cleaned_data)
    except (CampaignError, DetectionError) as refusal:
        messages.error(request, str(refusal))
    else:
        _say_queued(request, run.job)
    return _back(campaign)


@require_POST
@require_role(Role.ADMIN)
def continue_search(request: HttpRequest, campaign: Campaign, number: int) -> HttpResponse:
    run = get_object_or_404(DetectionRun, campaign=campaign, number=number)
    try:
        job = continue_run(run=run, started_by=cast(User, request.user))
    except (CampaignError, DetectionError) as refusal:
        messages.error(request, str(refusal))
    else:
        _say_queued(request, job)
    return _back(campaign)


def _say_queued(request: HttpRequest, job: Job | None) -> None:
    """Nothing when a dead broker has failed the job by now: the page shows its reason."""
    if job is None or Job.objects.active().filter(pk=job.pk).exists():
        messages.success(request, _("The search has been queued. Its progress is shown below."))


def _back(campaign: Campaign) -> HttpResponse:
    return redirect(f"{campaign.get_absolute_url()}#runs")
