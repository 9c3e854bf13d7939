"""The page that compares two searches, and the button that makes one current."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from campaigns.models import Campaign
from campaigns.roles import Role, has_role, require_role
from detection.comparing.difference import compare_runs
from detection.runs.errors import RunError
from detection.runs.progress import repeated_tiles
from detection.runs.services.promote_run import promote_run

ROWS_PER_PAGE = 100


@require_GET
@require_role(Role.EDITOR)
def compare(request: HttpRequest, campaign: Campaign, number: int, other: int) -> HttpResponse:
    before = get_object_or_404(campaign.runs, number=number)
    after = get_object_or_404(campaign.runs.exclude(pk=before.pk), number=other)
    difference, only_newer = compare_runs(before, after), request.GET.get("newer") == "1"
    if only_newer:
        difference = difference.on_newer_pictures()
    context = {
        "campaign": campaign,
        "before": before,
        "after": after,
        "only_newer": only_newer,
        "query": "?newer=1" if only_newer else "",
        "also": "&newer=1" if only_newer else "",
        "repeated": repeated_tiles(after) if after.repeats_id is not None else None,
        "totals": difference.totals(),
        "rejected_before": difference.rejected_before(),
        "page": Paginator(difference.rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "can_promote": has_role(request.user, campaign, Role.ADMIN) and after.is_searched(),
        "basemap_url": settings.BASEMAP_URL,
        "basemap_attribution": settings.BASEMAP_ATTRIBUTION,
    }
    return render(request, "detection/comparing/compare.html", context)


@require_POST
@require_role(Role.ADMIN)
def promote(request: HttpRequest, campaign: Campaign, number: int) -> HttpResponse:
    run = get_object_or_404(campaign.runs, number=number)
    try:
        promote_run(run=run, promoted_by=cast(User, request.user))
    except RunError as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{campaign.get_absolute_url()}#runs")
    messages.success(request, _("Search %(number)d is the current one.") % {"number": run.number})
    return redirect("review", slug=campaign.slug)
