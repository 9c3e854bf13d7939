"""Public pages of an event: its page, the board for a projector, the QR code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns.qr import qr_response
from labeling.events.board import board_of
from labeling.joining.decorators import require_event
from labeling.joining.identity import participation_in
from labeling.models import Event


@require_safe
@require_event
def event(request: HttpRequest, event: Event) -> HttpResponse:
    context = {
        "event": event,
        "campaign": event.campaign,
        "board": board_of(event),
        "link": join_link(request, event),
        "participation": participation_in(request, event.campaign),
    }
    return render(request, "labeling/events/event.html", context)


@require_safe
@require_event
def board(request: HttpRequest, event: Event) -> HttpResponse:
    context = {"event": event, "campaign": event.campaign, "link": join_link(request, event)}
    return render(request, "labeling/events/board.html", context)


@require_safe
@require_event
def qr(request: HttpRequest, event: Event) -> HttpResponse:
    return qr_response(join_link(request, event))


def join_link(request: HttpRequest, event: Event) -> str:
    return request.build_absolute_uri(event.get_absolute_url())
