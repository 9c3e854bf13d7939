"""What an admin sees before a search begins."""

from typing import Any, cast

import shapely.geometry
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from campaigns.errors import CampaignError
from campaigns.models import Campaign, Job
from campaigns.roles import Role, require_role
from detection.errors import DetectionError
from detection.runs.actions import look_ahead, repeat_run
from detection.runs.disk import is_short
from detection.runs.novelty import USUAL_SHARE
from detection.runs.preflight import disk_free, outlook_for
from detection.runs.repeating import set_schedule
from detection.runs.schedule_models import SearchSchedule
from ml.tile_counts import TileCount, count_tiles

QUICK_COUNT = 30_000
"""Squares to compare before the number of tiles is estimated: a quarter of a second."""


@require_GET
@require_role(Role.ADMIN)
def new_search(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    model = campaign.model_versions.newest()
    outlook, free = outlook_for(campaign, model), disk_free()
    context: dict[str, Any] = {
        "campaign": campaign,
        "newest_model": model,
        "outlook": outlook,
        "count": None if outlook else _count(campaign),
        "free": free,
        "is_short": is_short(outlook, free),
        "usual_share": USUAL_SHARE,
        "looking": campaign.jobs.filter(kind=Job.Kind.PREFLIGHT).select_related("started_by").first(),
        "searching": campaign.jobs.active().filter(kind=Job.Kind.DETECT).first(),
        "current_run": campaign.runs.current(),
        "schedule": SearchSchedule.objects.select_related("set_by").filter(campaign=campaign).first(),
        "every": SearchSchedule.Every.choices,
        "is_admin": True,
    }
    return render(request, "detection/runs/new_search.html", context)


@require_POST
@require_role(Role.ADMIN)
def start_looking(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    try:
        look_ahead(campaign=campaign, started_by=cast(User, request.user))
    except (CampaignError, DetectionError) as refusal:
        messages.error(request, str(refusal))
    return redirect("search-new", campaign.slug)


@require_POST
@require_role(Role.ADMIN)
def repeat(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The current search with its model; or the one with the number given, with the newest model."""
    number = request.POST.get("search", "")
    run = campaign.runs.numbered_or_current(int(number) if number.isdecimal() else None)
    if run is None:
        messages.error(request, _("There is no search to repeat yet."))
        return redirect("search-new", campaign.slug)
    model = campaign.model_versions.newest() if number else None
    try:
        begun = repeat_run(run=run, started_by=cast(User, request.user), model_version=model)
    except (CampaignError, DetectionError) as refusal:
        messages.error(request, str(refusal))
        return redirect("search-new", campaign.slug)
    return redirect("search", campaign.slug, begun.number)


@require_POST
@require_role(Role.ADMIN)
def schedule(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    every = request.POST.get("every", "")
    if every in SearchSchedule.Every.values:
        set_schedule(campaign=campaign, every=every, set_by=cast(User, request.user))
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Choose one of the three."))
    return redirect(f"{reverse('search-new', args=[campaign.slug])}#repeat")


def _count(campaign: Campaign) -> TileCount | None:
    if not campaign.region:
        return None
    region = shapely.geometry.shape(campaign.region)
    return count_tiles(region, campaign.zoom, max_checked=QUICK_COUNT)
