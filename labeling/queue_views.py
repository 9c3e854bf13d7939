"""The queue as editors see it: what is asked next and why, and what they want asked first."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.errors import JobAlreadyRunning
from campaigns.models import Campaign, Job
from campaigns.roles import Role, require_role
from labeling.errors import BadPlaces
from labeling.models import LabelTile, Reason
from labeling.queueing.estimate import estimate_prevalence
from labeling.queueing.places import read_places
from labeling.services.start_queueing import push_tiles

SHOWN = 20


def describe_queue(campaign: Campaign) -> dict[str, Any]:
    waiting = LabelTile.objects.filter(campaign=campaign).open()
    counts = dict(waiting.order_by().values_list("reason").annotate(n=Count("pk")))
    return {
        "next": waiting.select_related("tile").in_queue_order()[:SHOWN],
        "n_waiting": sum(counts.values()),
        "reasons": [(reason, counts[reason.value]) for reason in Reason if reason.value in counts],
        "prevalence": estimate_prevalence(campaign),
    }


@require_safe
@require_role(Role.EDITOR)
def order(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    return _page(request, campaign)


@require_POST
@require_role(Role.EDITOR)
def push(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    written = request.POST.get("places", "")
    try:
        places = read_places(written, campaign)
        push_tiles(campaign=campaign, places=places, started_by=cast(User, request.user))
    except (BadPlaces, JobAlreadyRunning) as error:
        return _page(request, campaign, written, str(error))
    messages.success(request, _("%(n)d tiles will be asked about first.") % {"n": len(places)})
    return redirect("queue-order", campaign.slug)


def _page(request: HttpRequest, campaign: Campaign, written: str = "", error: str = "") -> HttpResponse:
    context = {
        "campaign": campaign,
        "written": written,
        "error": error,
        "job": Job.objects.filter(campaign=campaign, kind=Job.Kind.PREPARE).first(),
        **describe_queue(campaign),
    }
    return render(request, "labeling/queue.html", context, status=400 if error else 200)
