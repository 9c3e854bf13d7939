"""Pages for editors: what the model found, and what readers object to."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from campaigns.models import Campaign
from campaigns.roles import Role, has_role, require_role
from detection.publication.models import ReaderReport
from detection.publication.services import answer_report
from detection.review.queue import MINE_TO_DO, latest_run
from detection.runs.models import Detection

FILTERS = [(MINE_TO_DO, gettext_lazy("Waiting for me")), ("", gettext_lazy("All")), *Detection.State.choices]
REASONS = [
    gettext_lazy("Natural ground"),
    gettext_lazy("Field or clearing"),
    gettext_lazy("Buildings or roads"),
    gettext_lazy("Other digging"),
    gettext_lazy("Clouds, snow or a bad picture"),
]


@require_GET
@require_role(Role.EDITOR)
def review(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    context = {
        "campaign": campaign,
        "runs": campaign.runs.filter(detections__isnull=False).distinct(),
        "latest_run": latest_run(campaign),
        "filters": FILTERS,
        "reasons": REASONS,
        "states": Detection.State.choices,
        "can_publish": has_role(request.user, campaign, Role.ADMIN),
        "n_reports": ReaderReport.objects.open().filter(campaign=campaign).count(),
        "basemap_url": settings.BASEMAP_URL,
        "basemap_attribution": settings.BASEMAP_ATTRIBUTION,
    }
    return render(request, "detection/review.html", context)


@require_GET
@require_role(Role.EDITOR)
def reports(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    found = campaign.reader_reports.select_related("release", "place", "answered_by")
    context = {"campaign": campaign, "reports": found.order_by("answered_at", "-created_at")[:500]}
    return render(request, "detection/review_reports.html", context)


@require_POST
@require_role(Role.EDITOR)
def answer(request: HttpRequest, campaign: Campaign, pk: int) -> HttpResponse:
    report = get_object_or_404(campaign.reader_reports, pk=pk)
    state = request.POST.get("state", "")
    if state in ReaderReport.State.values:
        answer_report(report=report, editor=cast(User, request.user), state=state)
        messages.success(request, _("The answer is stored."))
    return redirect("reader-reports", slug=campaign.slug)
