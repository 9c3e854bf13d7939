"""What a page needs before its view runs: a participation, or an event."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from labeling.joining.event_access import find_event
from labeling.joining.identity import participation_in, visible_campaigns
from labeling.models import Event, Participation


def require_participation(
    view: Callable[[HttpRequest, Participation], HttpResponse],
) -> Callable[[HttpRequest, str], HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, slug: str) -> HttpResponse:
        campaign = get_object_or_404(visible_campaigns(request), slug=slug)
        participation = participation_in(request, campaign)
        if participation is None:
            return render(request, "labeling/joining/not_joined.html", {"campaign": campaign}, status=403)
        if campaign.is_archived:
            return render(request, "labeling/joining/archived.html", {"campaign": campaign}, status=403)
        participation.campaign = campaign
        return view(request, participation)

    return guarded


def require_event(
    view: Callable[[HttpRequest, Event], HttpResponse],
) -> Callable[[HttpRequest, str], HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, code: str) -> HttpResponse:
        event = find_event(request, code)
        if event is None:
            return render(request, "labeling/joining/unknown_code.html", {"code": code}, status=404)
        return view(request, event)

    return guarded
