"""The page on which editors review findings."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from campaigns.models import Campaign
from campaigns.roles import Role, has_role, require_role
from detection.review.queue import WAITING_FOR_ME
from detection.runs.finding_models import Detection

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
    context = {
        "campaign": campaign,
        "runs": campaign.runs.filter(detections__isnull=False).distinct(),
        "current_run": campaign.runs.current(),
        "filters": FILTERS,
        "reasons": REASONS,
        "states": Detection.State.choices,
        "can_publish": has_role(request.user, campaign, Role.ADMIN),
        "n_reports": campaign.reader_reports.open().count(),
        "basemap_url": settings.BASEMAP_URL,
        "basemap_attribution": settings.BASEMAP_ATTRIBUTION,
    }
    return render(request, "detection/review/review.html", context)
