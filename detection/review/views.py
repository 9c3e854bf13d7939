"""The page on which editors review findings."""

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from campaigns.models import Campaign
from campaigns.roles import Role, has_role, require_role
from detection.review.editors import reviewers_of
from detection.review.models import Review
from detection.review.orders import Order
from detection.review.queue import LISTED_STATES, MENTIONS_ME, WAITING_FOR_ME
from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun

FILTERS = [
    (WAITING_FOR_ME, gettext_lazy("Waiting for me")),
    (MENTIONS_ME, gettext_lazy("Mentions me")),
    ("", gettext_lazy("All")),
    *LISTED_STATES,
]


@require_GET
@require_role(Role.EDITOR)
def review(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    run, sample = _asked_for(request, campaign)
    context = {
        "campaign": campaign,
        "runs": campaign.runs.filter(Exists(Detection.objects.filter(run=OuterRef("pk")))),
        "current_run": run,
        "sample": sample,
        "orders": Order.choices,
        "filters": FILTERS,
        "reviewers": reviewers_of(campaign),
        "reasons": Review.Reason.choices,
        "states": LISTED_STATES,
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
