"""The tutorial page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie

from campaigns.models import Campaign
from labeling.joining.identity import participation_in
from labeling.joining.tutorial_gate import can_make_tutorial, needs_tutorial


@ensure_csrf_cookie
def tutorial(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign, slug=slug)
    participation = participation_in(request, campaign)
    if participation is None:
        return render(request, "labeling/joining/not_joined.html", {"campaign": campaign}, status=403)
    if not can_make_tutorial(campaign):
        return redirect("label", slug)
    again = not needs_tutorial(participation)
    return render(request, "labeling/tutorial/tutorial.html", {"campaign": campaign, "again": again})
