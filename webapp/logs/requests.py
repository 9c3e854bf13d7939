"""Each request gets a number, which its lines in the log carry and the answer names."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from campaigns.log_context import about

HEADER = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
logger = logging.getLogger("webapp.requests")


class NumberRequests:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(HEADER, "")
        request_id = given if SANE.fullmatch(given) else uuid.uuid4().hex
        started = time.perf_counter()
        with about(request_id=request_id):
            response = self.get_response(request)
            _log(request, response, time.perf_counter() - started)
        response[HEADER] = request_id
        return response


def _log(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """The route and not the address: addresses hold invitations, and searches hold what people typed."""
    route, status = _route(request), response.status_code
    facts = {"method": request.method, "route": route, "status": status, "seconds": round(seconds, 4)}
    logger.info("%s %s %d", request.method, route, status, extra=facts)


def _route(request: HttpRequest) -> str:
    if request.resolver_match is not None:
        return f"/{request.resolver_match.route}"
    return settings.STATIC_URL if request.path.startswith(settings.STATIC_URL) else "(none)"
