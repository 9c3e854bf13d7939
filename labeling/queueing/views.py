"""The queue page for editors: what is served next and why, and tiles to serve first."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.errors import JobAlreadyRunning
from campaigns.models import Campaign, Job
from campaigns.roles import Role, require_role
from labeling.errors import InvalidTileRequest
from labeling.queueing.actions import request_tiles
from labeling.queueing.overview import describe_queue, picture_tiles
from labeling.queueing.requested_tiles import read_requested_tiles


@require_safe
@require_role(Role.EDITOR)
def queue(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    return _page(request, campaign)


@require_POST
@require_role(Role.EDITOR)
def add_request(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    written = request.POST.get("tiles", "")
    try:
        tiles = read_requested_tiles(written, campaign)
        request_tiles(campaign=campaign, tiles=tiles, started_by=cast(User, request.user))
    except (InvalidTileRequest, JobAlreadyRunning) as error:
        return _page(request, campaign, written, str(error))
    messages.success(request, _("%(n)d tiles will be served first.") % {"n": len(tiles)})
    return redirect("queue-order", campaign.slug)


def _page(request: HttpRequest, campaign: Campaign, written: str = "", error: str = "") -> HttpResponse:
    queue = describe_queue(campaign)
    context = {
        "campaign": campaign,
        "written": written,
        "error": error,
        "basemap_url": settings.BASEMAP_URL,
        "basemap_attribution": settings.BASEMAP_ATTRIBUTION,
        "job": Job.objects.filter(campaign=campaign, kind=Job.Kind.PREPARE).first(),
        **queue,
        "next": picture_tiles(list(queue["next"])),
    }
    return render(request, "labeling/queueing/queue.html", context, status=400 if error else 200)
