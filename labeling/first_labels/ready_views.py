"""The last step of the setup: the first labelling event, its code and what comes next."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from campaigns.models import Campaign, Job
from campaigns.roles import Role, require_role
from campaigns.setup.steps import step_url
from labeling.events.listing import open_events
from labeling.events.services.save_event import save_event
from labeling.events.views import join_link
from labeling.first_labels.overview import n_gold
from labeling.joining.tutorial_gate import N_STEPS, can_make_tutorial
from labeling.models import Event, KnownPlace, LabelTile


class FirstEventForm(forms.Form):
    name = forms.CharField(max_length=200, strip=True, label=gettext_lazy("Name of the event"))
    goal_tiles = forms.IntegerField(
        min_value=1,
        max_value=100_000,
        required=False,
        label=gettext_lazy("Goal, in tiles (optional)"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.ADMIN)
def ready(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = FirstEventForm(request.POST or None, initial={"name": campaign.name})
    if request.method == "POST" and form.is_valid():
        save_event(event=Event(campaign=campaign, starts_at=timezone.now(), **form.cleaned_data), teams=[])
        return redirect("campaign-ready", campaign.slug)
    events = open_events(campaign).order_by("-created_at")
    event = events.filter(code=request.GET.get("event", "")).first() or events.first()
    context = {
        "campaign": campaign,
        "target": campaign,
        "step": "ready",
        "is_admin": True,
        "event": event,
        "other_events": [one for one in events if one != event],
        "link": join_link(request, event) if event else "",
        "form": form,
        **_readiness(campaign),
    }
    return render(request, "labeling/ready/ready.html", context)


def _readiness(campaign: Campaign) -> dict[str, Any]:
    queue = LabelTile.objects.filter(campaign=campaign)
    kinds = (Job.Kind.PREPARE, Job.Kind.KNOWN_PLACES)
    return {
        "n_tiles": queue.count(),
        "n_open": queue.open().count(),
        "job": Job.objects.filter(campaign=campaign, kind__in=kinds).first(),
        "gold": n_gold(campaign),
        "gold_needed": N_STEPS,
        "has_tutorial": can_make_tutorial(campaign),
        "n_places": KnownPlace.objects.filter(campaign=campaign).count(),
        "people_url": step_url(campaign, "people"),
    }


def has_event(campaign: Campaign) -> bool:
    return Event.objects.filter(campaign=campaign).exists()
