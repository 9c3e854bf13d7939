"""What an admin sees before a search begins."""

from typing import Any, cast

import shapely.geometry
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from campaigns.errors import CampaignError
from campaigns.models import Campaign, Job
from campaigns.roles import Role, require_role
from detection.errors import DetectionError
from detection.runs.actions import look_ahead
from detection.runs.disk import is_short
from detection.runs.novelty import USUAL_SHARE
from detection.runs.preflight import disk_free, outlook_for
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


def _count(campaign: Campaign) -> TileCount | None:
    if not campaign.region:
        return None
    region = shapely.geometry.shape(campaign.region)
    return count_tiles(region, campaign.zoom, max_checked=QUICK_COUNT)
