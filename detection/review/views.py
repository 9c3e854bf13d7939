"""The page on which editors review findings."""

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from campaigns.models import Campaign
from campaigns.roles import Role, has_role, require_role
from detection.review.editors import reviewers_of
from detection.review.models import Review
from detection.review.orders import Order
from detection.review.queue import LISTED_STATES, MENTIONS_ME, WAITING_FOR_ME
from detection.runs.finding_models import Detection

FILTERS = [
    (WAITING_FOR_ME, gettext_lazy("Waiting for me")),
    (MENTIONS_ME, gettext_lazy("Mentions me")),
    ("", gettext_lazy("All")),
    *LISTED_STATES,
]


@require_GET
@require_role(Role.EDITOR)
def review(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    context = {
        "campaign": campaign,
        "runs": campaign.runs.filter(Exists(Detection.objects.filter(run=OuterRef("pk")))),
        "current_run": campaign.runs.current(),
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
