"""The page on which other thresholds are tried on a finished search."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from campaigns.errors import CampaignError
from campaigns.models import Campaign, Job
from campaigns.roles import Role, has_role, require_role
from detection.errors import DetectionError
from detection.runs.cells import bounds_of
from detection.runs.finding_models import Detection, FindingSet
from detection.runs.models import DetectionRun
from detection.thresholds.actions import apply_rule, prepare_thresholds
from detection.thresholds.rules import presets_of
from detection.thresholds.serializers import RuleInput
from detection.thresholds.stored import file_of


@require_GET
@require_role(Role.EDITOR)
def thresholds_page(request: HttpRequest, campaign: Campaign, number: int) -> HttpResponse:
    run = _run_of(campaign, number)
    bounds = bounds_of(run)
    context: dict[str, Any] = {
        "campaign": campaign,
        "run": run,
        "rule": run.finding_rule,
        "stored": file_of(run),
        "presets": presets_of(run),
        "versions": _versions_of(run),
        "working": campaign.jobs.active().filter(kind__in=[Job.Kind.CANDIDATES, Job.Kind.RULE]).first(),
        "failed": _failed(campaign),
        "is_under_way": run.job is not None and run.job.is_active,
        "is_admin": has_role(request.user, campaign, Role.ADMIN),
        "edges": ",".join(str(edge) for edge in bounds) if bounds else "",
        "basemap_url": settings.BASEMAP_URL,
        "basemap_attribution": settings.BASEMAP_ATTRIBUTION,
    }
    return render(request, "detection/thresholds/thresholds.html", context)


@require_POST
@require_role(Role.ADMIN)
def prepare(request: HttpRequest, campaign: Campaign, number: int) -> HttpResponse:
    try:
        prepare_thresholds(run=_run_of(campaign, number), started_by=cast(User, request.user))
    except (CampaignError, DetectionError) as refusal:
        messages.error(request, str(refusal))
    return _to_page(campaign, number)


@require_POST
@require_role(Role.ADMIN)
def apply(request: HttpRequest, campaign: Campaign, number: int) -> HttpResponse:
    form = RuleInput(data={name: value for name, value in request.POST.items() if value != ""})
    if not form.is_valid():
        messages.error(request, _("These numbers cannot be used. Correct them, then apply them."))
        return _to_page(campaign, number)
    try:
        apply_rule(run=_run_of(campaign, number), rule=form.to_rule(), started_by=cast(User, request.user))
    except (CampaignError, DetectionError) as refusal:
        messages.error(request, str(refusal))
    return _to_page(campaign, number)


def _run_of(campaign: Campaign, number: int) -> DetectionRun:
    runs = campaign.runs.select_related("campaign", "model_version__region_estimate", "job")
    return get_object_or_404(runs, number=number)


def _versions_of(run: DetectionRun) -> QuerySet[FindingSet]:
    there = ~Q(detections__review_state=Detection.State.MERGED)
    applied = run.finding_sets.exclude(applied_at=None).select_related("created_by")
    return applied.annotate(
        n_now=Count("detections", filter=there), ha_now=Sum("detections__area_ha", filter=there)
    )


def _failed(campaign: Campaign) -> Job | None:
    """The newest job of these kinds, if it failed."""
    newest = campaign.jobs.filter(kind__in=[Job.Kind.CANDIDATES, Job.Kind.RULE]).first()
    return newest if newest is not None and newest.state == Job.State.FAILED else None


def _to_page(campaign: Campaign, number: int) -> HttpResponseRedirect:
    return redirect("search-thresholds", campaign.slug, number)
