"""What becomes of a report, for whoever has the address of its page. Never how to reach the reader."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from detection.reports.models import ReaderReport

SESSION_KEY = "reports"
MAX_REMEMBERED = 20


def remember(request: HttpRequest, report: ReaderReport) -> None:
    """This browser sent it, so it may read its text again."""
    own = [token for token in request.session.get(SESSION_KEY, []) if token != report.token]
    request.session[SESSION_KEY] = [*own, report.token][-MAX_REMEMBERED:]


def is_own(request: HttpRequest, report: ReaderReport) -> bool:
    return report.token in request.session.get(SESSION_KEY, [])


def document_of(report: ReaderReport) -> dict[str, Any]:
    """What everybody with the address may know."""
    slug, place = report.campaign.slug, report.place
    return {
        "number": report.number,
        "page": report.get_absolute_url(),
        "kind": report.kind,
        "reason": report.reason,
        "state": report.state,
        "created_at": report.created_at,
        "answered_at": report.answered_at,
        "answer": report.public_answer,
        "text": report.text if report.text_is_public else "",
        "place": place.number if place else None,
        "place_page": reverse("place", args=[slug, place.number]) if place else None,
        "lng": report.lng,
        "lat": report.lat,
        "shape": report.shape,
    }
