"""Public pages of an event: its page, the board for a projector, the QR code."""

import io

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from labeling.events.board import board_of
from labeling.joining.identity import participation_in
from labeling.models import Event


def find_event(request: HttpRequest, code: str) -> Event | HttpResponse:
    found = Event.objects.with_code(code).first()
    return found or render(request, "labeling/joining/unknown_code.html", {"code": code}, status=404)


@require_safe
def event(request: HttpRequest, code: str) -> HttpResponse:
    found = find_event(request, code)
    if isinstance(found, HttpResponse):
        return found
    context = {
        "event": found,
        "campaign": found.campaign,
        "board": board_of(found),
        "link": join_link(request, found),
        "participation": participation_in(request, found.campaign),
    }
    return render(request, "labeling/events/event.html", context)


@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    found = find_event(request, code)
    if isinstance(found, HttpResponse):
        return found
    context = {"event": found, "campaign": found.campaign, "link": join_link(request, found)}
    return render(request, "labeling/events/board.html", context)


@require_safe
def qr(request: HttpRequest, code: str) -> HttpResponse:
    # Without styles in the SVG: the content security policy forbids them.
    found = find_event(request, code)
    if isinstance(found, HttpResponse):
        return found
    picture = io.BytesIO()
    drawn = segno.make(join_link(request, found), error="m", micro=False)
    drawn.save(
        picture,
        kind="svg",
        xmldecl=False,
        omitsize=True,
        border=2,
        light="#fff",
        svgclass=None,
        lineclass=None,
    )
    return HttpResponse(
        picture.getvalue(), content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=300"}
    )


def join_link(request: HttpRequest, event: Event) -> str:
    return request.build_absolute_uri(event.get_absolute_url())
