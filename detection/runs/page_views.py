"""A search's page, and its buttons."""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from campaigns.errors import CampaignError
from campaigns.models import Campaign
from campaigns.roles import Role, has_role, require_role
from detection.errors import DetectionError
from detection.runs.actions import resume_run, retry_failures
from detection.runs.cells import bounds_of
from detection.runs.coverage import shares_of
from detection.runs.failures import failures_of
from detection.runs.models import DetectionRun
from detection.runs.progress import progress_of, repeated_tiles
from detection.runs.services.accept_failures import accept_failures
from detection.runs.services.pause_run import pause_run

MAX_REASONS = 50


@require_GET
@require_role(Role.EDITOR)
def search_page(request: HttpRequest, campaign: Campaign, number: int) -> HttpResponse:
    run = _run_of(campaign, number)
    progress, bounds = progress_of(run), bounds_of(run)
    context = {
        "campaign": campaign,
        "run": run,
        "progress": progress,
        "row": {"run": run, "shares": shares_of(progress.counts)},
        "failures": failures_of(run)[:MAX_REASONS],
        "acceptances": run.acceptances.select_related("accepted_by"),
        "n_detections": run.findings().count(),
        "repeated": repeated_tiles(run) if run.repeats_id is not None else None,
        "bounds": bounds,
        "edges": ",".join(str(edge) for edge in bounds) if bounds else "",
        "is_active": run.job is not None and run.job.is_active,
        "is_admin": has_role(request.user, campaign, Role.ADMIN),
        "can_continue": progress.state in ("stopped", "failed"),
        "basemap_url": settings.BASEMAP_URL,
        "basemap_attribution": settings.BASEMAP_ATTRIBUTION,
    }
    return render(request, "detection/runs/search.html", context)


@require_POST
@require_role(Role.ADMIN)
def pause_search(request: HttpRequest, campaign: Campaign, number: int) -> HttpResponse:
    run = _run_of(campaign, number)
    if pause_run(run=run, paused_by=cast(User, request.user)):
        messages.success(request, _("Paused. Tiles in work are finished first; nothing else is begun."))
    else:
        messages.warning(request, _("This search is over or paused already."))
    return redirect_to(run)


@require_POST
@require_role(Role.ADMIN)
def resume_search(request: HttpRequest, campaign: Campaign, number: int) -> HttpResponse:
    run = _run_of(campaign, number)
    if resume_run(run=run):
        messages.success(request, _("The search goes on."))
    else:
        messages.warning(request, _("This search is not paused."))
    return redirect_to(run)


@require_POST
@require_role(Role.ADMIN)
def cancel_search(request: HttpRequest, campaign: Campaign, number: int) -> HttpResponse:
    run = _run_of(campaign, number)
    if run.job is not None and run.job.cancel():
        messages.success(request, _("Stopped. Its findings stay, and it can be continued."))
    else:
        messages.warning(request, _("This search has already ended."))
    return redirect_to(run)


@require_POST
@require_role(Role.ADMIN)
def retry_failed(request: HttpRequest, campaign: Campaign, number: int) -> HttpResponse:
    run = _run_of(campaign, number)
    retry = partial(retry_failures, run=run, started_by=cast(User, request.user), reason=_reason(request))
    _try(request, retry, _("These tiles are tried again."))
    return redirect_to(run)


@require_POST
@require_role(Role.ADMIN)
def accept_failed(request: HttpRequest, campaign: Campaign, number: int) -> HttpResponse:
    run = _run_of(campaign, number)
    try:
        accepted = accept_failures(run=run, accepted_by=cast(User, request.user), reason=_reason(request))
    except DetectionError as refusal:
        messages.error(request, str(refusal))
        return redirect_to(run)
    words = ngettext("%(n)d failure accepted.", "%(n)d failures accepted.", accepted.n_tiles)
    messages.success(request, words % {"n": accepted.n_tiles})
    return redirect_to(run)


def redirect_to(run: DetectionRun) -> HttpResponse:
    return redirect(reverse("search", args=[run.campaign.slug, run.number]))


def _run_of(campaign: Campaign, number: int) -> DetectionRun:
    runs = DetectionRun.objects.select_related(
        "campaign", "model_version", "job", "created_by", "paused_by", "repeats"
    )
    return get_object_or_404(runs, campaign=campaign, number=number)


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")[:16]


def _try(request: HttpRequest, act: Callable[[], Any], done: str) -> None:
    try:
        act()
    except (CampaignError, DetectionError) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
