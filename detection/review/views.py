"""The page on which editors review findings."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from campaigns.models import Campaign
from campaigns.roles import Role, has_role, require_role
from detection.review.queue import WAITING_FOR_ME
from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun

FILTERS = [
    (WAITING_FOR_ME, gettext_lazy("Waiting for me")),
    ("", gettext_lazy("All")),
    *Detection.State.choices,
]
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
    run, sample = _asked_for(request, campaign)
    context = {
        "campaign": campaign,
        "runs": campaign.runs.filter(detections__isnull=False).distinct(),
        "current_run": run,
        "sample": sample,
        "filters": FILTERS,
        "reasons": REASONS,
        "states": Detection.State.choices,
        "can_publish": has_role(request.user, campaign, Role.ADMIN),
        "n_reports": campaign.reader_reports.open().count(),
        "basemap_url": settings.BASEMAP_URL,
        "basemap_attribution": settings.BASEMAP_ATTRIBUTION,
    }
    return render(request, "detection/review/review.html", context)


def _asked_for(request: HttpRequest, campaign: Campaign) -> tuple[DetectionRun | None, Any]:
    """The current search; with `sample` in the address, that sample and its search."""
    run, number = request.GET.get("run", ""), request.GET.get("sample", "")
    if not number.isdecimal():
        return campaign.runs.current(), None
    chosen = campaign.runs.numbered_or_current(int(run) if run.isdecimal() else None)
    return chosen, get_object_or_404(chosen.precision_samples, number=number) if chosen else None
