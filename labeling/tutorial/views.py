"""The tutorial page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie

from labeling.joining.decorators import require_participation
from labeling.joining.tutorial_gate import can_make_tutorial, needs_tutorial
from labeling.models import Participation


@ensure_csrf_cookie
@require_participation
def tutorial(request: HttpRequest, participation: Participation) -> HttpResponse:
    campaign = participation.campaign
    if not can_make_tutorial(campaign):
        return redirect("label", campaign.slug)
    again = not needs_tutorial(participation)
    return render(request, "labeling/tutorial/tutorial.html", {"campaign": campaign, "again": again})
