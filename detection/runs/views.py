"""The buttons that start and continue a search."""

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
from detection.runs.inputs import MAX_DISTANCE_M
from detection.runs.models import DetectionRun
from detection.runs.page_views import redirect_to


class SearchForm(forms.Form):
    threshold = forms.CharField(required=False, max_length=20)
    min_positive_superpixels = forms.IntegerField(min_value=1, max_value=1000)
    rule = forms.ChoiceField(choices=DetectionRun.Rule.choices, required=False)
    lone_threshold = forms.FloatField(min_value=0, max_value=1, required=False)
    cluster_distance_m = forms.FloatField(min_value=0, max_value=MAX_DISTANCE_M, required=False)
    accept_disk_shortage = forms.BooleanField(required=False)

    def clean_cluster_distance_m(self) -> float:
        return float(self.cleaned_data["cluster_distance_m"] or 0.0)

    def clean_rule(self) -> DetectionRun.Rule:
        return DetectionRun.Rule(self.cleaned_data["rule"] or DetectionRun.Rule.SHAPE)


@require_POST
@require_role(Role.ADMIN)
def search_region(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = SearchForm(request.POST)
    if not form.is_valid():
        messages.error(
            request,
            _(
                "The number of positive superpixels must be a whole number from 1 to 1000, a threshold a "
                "number from 0 to 1, and the distance from 0 to 1000 metres."
            ),
        )
        return _to_new_search(campaign)
    try:
        run = start_run(campaign=campaign, started_by=cast(User, request.user), **form.cleaned_data)
    except (CampaignError, DetectionError) as refusal:
        messages.error(request, str(refusal))
    else:
        _confirm_queued(request, run.job)
        return redirect_to(run)
    return _to_new_search(campaign)


@require_POST
@require_role(Role.ADMIN)
def continue_search(request: HttpRequest, campaign: Campaign, number: int) -> HttpResponse:
    run = get_object_or_404(DetectionRun, campaign=campaign, number=number)
    try:
        job = continue_run(run=run, started_by=cast(User, request.user))
    except (CampaignError, DetectionError) as refusal:
        messages.error(request, str(refusal))
    else:
        _confirm_queued(request, job)
    return redirect_to(run)


def _confirm_queued(request: HttpRequest, job: Job | None) -> None:
    # No message when the broker is down: the job has failed by now, and the page shows why.
    if job is None or Job.objects.active().filter(pk=job.pk).exists():
        messages.success(request, _("The search is queued. Its progress is shown below."))


def _to_new_search(campaign: Campaign) -> HttpResponse:
    return redirect("search-new", campaign.slug)
