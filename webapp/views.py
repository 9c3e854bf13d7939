"""Pages that belong to no app."""

import sys

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import defaults

from campaigns.models import Campaign
from webapp.outages import DATABASE_ERRORS, RETRY_AFTER_S, outage_in_words


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "webapp/home.html", {"campaigns": Campaign.objects.all()})


def health(request: HttpRequest) -> JsonResponse:
    """For health checks: 200 when the database answers, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DATABASE_ERRORS:
        return JsonResponse({"status": "the database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    if _is_api(request):
        return JsonResponse({"detail": _("There is nothing at this address.")}, status=404)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's last resort, called while the exception is being handled: an outage is told from a fault.

    The pages are rendered without the request: its user and session would ask the database again.
    """
    words = outage_in_words(sys.exc_info()[1])
    status = 503 if words else 500
    headers = {"Retry-After": str(RETRY_AFTER_S)} if words else {}
    if _is_api(request):
        fault = _("Something went wrong on our side. It has been recorded.")
        return JsonResponse({"detail": words or fault}, status=status, headers=headers)
    page = render_to_string(f"{status}.html", {"words": words})
    return HttpResponse(page, status=status, headers=headers)


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
