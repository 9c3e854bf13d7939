"""The labelling page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie

from campaigns.models import Campaign
from labeling.answering.progress import progress_of
from labeling.joining.identity import participation_in
from labeling.joining.tutorial_gate import can_make_tutorial, needs_tutorial


@ensure_csrf_cookie
def label(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign, slug=slug)
    participation = participation_in(request, campaign)
    if participation is None:
        return render(request, "labeling/joining/not_joined.html", {"campaign": campaign}, status=403)
    if needs_tutorial(participation):
        return redirect("tutorial", slug)
    context = {
        "campaign": campaign,
        "contributor": participation.contributor,
        "former": participation.contributor.merged.values_list("pk", flat=True),
        "progress": progress_of(participation),
        "has_tutorial": can_make_tutorial(campaign),
    }
    return render(request, "labeling/answering/label.html", context)
