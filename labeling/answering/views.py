"""The labelling page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie

from labeling.answering.progress import progress_of
from labeling.joining.decorators import require_participation
from labeling.joining.tutorial_gate import can_make_tutorial, needs_tutorial
from labeling.models import Participation


@ensure_csrf_cookie
@require_participation
def label(request: HttpRequest, participation: Participation) -> HttpResponse:
    campaign = participation.campaign
    if needs_tutorial(participation):
        return redirect("tutorial", campaign.slug)
    context = {
        "campaign": campaign,
        "contributor": participation.contributor,
        "former": participation.contributor.merged.values_list("pk", flat=True),
        "progress": progress_of(participation),
        "has_tutorial": can_make_tutorial(campaign),
    }
    return render(request, "labeling/answering/label.html", context)
